#ifndef TESTS_UNIT_ADAPTER_FIXTURE_H
#define TESTS_UNIT_ADAPTER_FIXTURE_H

/* A temporary folder, the adapter, and databases made with the library directly. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/loader.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"

struct fixture {
    struct arena arena;
    char dir[64];
    const struct flash_adapter *db;
    struct flash_error err;
};

static inline int fixture_setup(void **state)
{
    static struct fixture f;
    f = (struct fixture){0};
    arena_init(&f.arena, ARENA_DEFAULT);
    strcpy(f.dir, "/tmp/flash-adapter-XXXXXX");
    assert_non_null(mkdtemp(f.dir));
    assert_int_equal(adapter_load(STR("sqlite:x"), &f.db, &f.err), 0);
    *state = &f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(file_remove_tree(AT_FDCWD, f->dir, NULL), 0);
    arena_release(&f->arena);
    return 0;
}

static inline const char *in_dir(struct fixture *f, const char *name)
{
    return arena_cprintf(&f->arena, "%s/%s", f->dir, name);
}

static inline const char *url_of(struct fixture *f, const char *name)
{
    return arena_cprintf(&f->arena, "sqlite:%s/%s", f->dir, name);
}

static inline sqlite3 *raw_open(struct fixture *f, const char *name)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(in_dir(f, name), &db), SQLITE_OK);
    return db;
}

static inline void raw_exec(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
}

static inline int64_t raw_number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return n;
}

/* A database file made by these statements. */
static inline const char *make_db(struct fixture *f, const char *name, const char *sql)
{
    sqlite3 *db = raw_open(f, name);
    raw_exec(db, sql);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return url_of(f, name);
}

static inline void make_file(struct fixture *f, const char *name, const void *bytes, size_t n)
{
    struct flash_str s = {bytes, n};
    assert_int_equal(file_write(AT_FDCWD, in_dir(f, name), s, 0, NULL), 0);
}

static inline struct adapter_conn *must_open(
    struct fixture *f, const char *url, enum adapter_open_flags flags)
{
    struct adapter_conn *c = NULL;
    if (f->db->open(url, flags, &c, &f->err) != 0)
        fail_msg("%s: %s (%s)", url, f->err.message, f->err.detail);
    return c;
}

static inline void must(struct fixture *f, int rc)
{
    if (rc < 0)
        fail_msg("%s (%s)", f->err.message, f->err.detail);
}

static inline int count_cb(void *payload, const struct cell *cells, size_t n)
{
    assert_true(n >= 1);
    *(int64_t *)payload = cells[0].i;
    return 0;
}

/* First cell of the last row. */
static inline int64_t ask(struct fixture *f, struct adapter_conn *c, const char *sql)
{
    int64_t out = -1;
    must(f, f->db->query(c, str_from(sql), count_cb, &out, &f->err));
    return out;
}

static inline void run(struct fixture *f, struct adapter_conn *c, const char *sql)
{
    must(f, f->db->exec(c, str_from(sql), NULL, &f->err));
}

#define FIXTURE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

#endif

#ifndef TESTS_REPO_FIXTURE_H
#define TESTS_REPO_FIXTURE_H

/* A fresh project in a folder of its own for each test. */

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/source.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "dialect/dialect.h"
#include "objects/refs/refs.h"
#include "repo/init.h"
#include "repo/record.h"
#include "repo/repo.h"
#include "repo/snapshot.h"

struct fixture {
    char dir[64];
    struct arena a, scratch;
    struct repo *r;
    struct diags diags;
    struct flash_error err;
};

#define OK(call)                                                                                   \
    do {                                                                                           \
        int rc_ = (call);                                                                          \
        if (rc_ < 0)                                                                               \
            fail_msg("%s: %d %s | %s", #call, rc_, f->err.message, f->err.detail);                 \
    } while (0)

#define FAILS(code_, call)                                                                         \
    do {                                                                                           \
        int rc_ = (call);                                                                          \
        if (rc_ != (code_) || (int)f->err.code != (code_) || f->err.message[0] == '\0')            \
            fail_msg("%s: got %d (%s), wanted %d", #call, rc_, f->err.message, (int)(code_));      \
    } while (0)

#define assert_str(s, lit)                                                                         \
    do {                                                                                           \
        struct flash_str s_ = (s);                                                                 \
        if (!str_eq(s_, str_from(lit)))                                                            \
            fail_msg("%s: '%.*s', wanted '%s'", #s, STR_ARG(s_), (const char *)(lit));             \
    } while (0)

static inline char *at(struct fixture *f, const char *path)
{
    return path_join(&f->a, f->dir, path);
}

static inline void put(struct fixture *f, const char *path, const char *text)
{
    char *full = at(f, path);

    OK(file_mkdirs(AT_FDCWD, path_dir(&f->a, full), &f->err));
    OK(file_write(AT_FDCWD, full, str_from(text), 0, &f->err));
}

/* The whole file; a missing one gives NULL. */
static inline const char *get(struct fixture *f, const char *path)
{
    struct flash_str text;

    if (file_read(AT_FDCWD, at(f, path), 1 << 20, 0, &f->a, &text, NULL) < 0)
        return NULL;
    return text.ptr;
}

/* As a new command would find it. */
static inline void reopen(struct fixture *f)
{
    repo_close(f->r);
    f->r = NULL;
    OK(repo_open(&f->a, f->dir, &f->r, &f->err));
    f->r->diags = &f->diags;
    diags_init(&f->diags, &f->a);
}

static inline int fixture_up_bare(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    setenv("FLASH_AUTHOR_NAME", "Ada", 1);
    setenv("FLASH_AUTHOR_EMAIL", "ada@example.org", 1);
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    (void)snprintf(f->dir, sizeof f->dir, "/tmp/flash-repo-XXXXXX");
    if (!mkdtemp(f->dir))
        return -1;
    arena_init(&f->a, ARENA_DEFAULT);
    arena_init(&f->scratch, ARENA_DEFAULT);
    diags_init(&f->diags, &f->a);
    *state = f;
    return 0;
}

static inline int fixture_up(void **state)
{
    struct init_result res;
    struct init_options o = {0};
    struct fixture *f;

    if (fixture_up_bare(state) < 0)
        return -1;
    f = *state;
    OK(init_project(&f->a, f->dir, &o, &f->r, &res, &f->err));
    f->r->diags = &f->diags;
    return 0;
}

static inline int fixture_down(void **state)
{
    struct fixture *f = *state;

    repo_close(f->r);
    OK(file_remove_tree(AT_FDCWD, f->dir, &f->err));
    arena_release(&f->scratch);
    arena_release(&f->a);
    free(f);
    return 0;
}

static inline struct record_result commit_with(struct fixture *f, const struct record_options *o)
{
    struct record_result res;

    diags_init(&f->diags, &f->a);
    OK(record_commit(f->r, o, &f->diags, &f->a, f->scratch, &res, &f->err));
    return res;
}

static inline struct record_result commit(struct fixture *f, const char *message)
{
    struct record_options o = {.message = str_from(message)};

    return commit_with(f, &o);
}

static inline struct oid head_id(struct fixture *f)
{
    struct head h;
    struct store *s;

    OK(repo_store(f->r, &s, &f->err));
    OK(head_read(s, &f->a, &h, &f->err));
    return h.id;
}

/* The schema of SQL text, and the OID that it has. */
static inline struct schema *parse(struct fixture *f, const char *sql)
{
    struct source *src = arena_new(&f->a, struct source);
    struct schema *s;
    struct diags d;

    diags_init(&d, &f->a);
    OK(source_init(src, STR("test.sql"), arena_str(&f->a, str_from(sql)), &f->err));
    OK(dialect_parse(dialect_default(), &f->a, src, 1, &s, NULL, &d, &f->err));
    return s;
}

static inline struct oid oid_of_sql(struct fixture *f, const char *sql)
{
    struct oid id;

    OK(snapshot_oid(parse(f, sql), f->scratch, &id, &f->err));
    return id;
}

#define assert_oid(a_, b_)                                                                         \
    do {                                                                                           \
        struct oid x_ = (a_), y_ = (b_);                                                           \
        if (!oid_eq(&x_, &y_))                                                                     \
            fail_msg("%s is not %s", #a_, #b_);                                                    \
    } while (0)

#define TEST(fn)      cmocka_unit_test_setup_teardown(fn, fixture_up, fixture_down)
#define TEST_BARE(fn) cmocka_unit_test_setup_teardown(fn, fixture_up_bare, fixture_down)

#endif

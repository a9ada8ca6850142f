#ifndef TESTS_UNIT_REPO_PROJECT_H
#define TESTS_UNIT_REPO_PROJECT_H

/* A project in a temporary folder: made, filled, committed and switched through the library. */

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
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/source.h"
#include "base/str.h"
#include "repo/apply.h"
#include "repo/checkout.h"
#include "repo/config.h"
#include "repo/init.h"
#include "repo/journal.h"
#include "repo/record.h"
#include "repo/recover.h"
#include "repo/stash.h"

struct project {
    struct arena arena, scratch;
    char dir[64];
    struct repo *repo;
    struct diags diags;
    struct flash_error err;
};

static inline void project_must(struct project *p, int rc)
{
    if (rc < 0)
        fail_msg(
            "%s: %s (%s)", error_code_name((enum flash_code)rc), p->err.message, p->err.detail);
}

static inline char *project_path(struct project *p, const char *name)
{
    return path_join(&p->arena, p->dir, name);
}

static inline void project_write(struct project *p, const char *name, const char *text)
{
    char *path = project_path(p, name);
    project_must(p, file_mkdirs(AT_FDCWD, path_dir(&p->arena, path), &p->err));
    project_must(p, file_write(AT_FDCWD, path, str_from(text), 0, &p->err));
}

static inline const char *project_read(struct project *p, const char *name)
{
    struct flash_str text;
    project_must(
        p, file_read(AT_FDCWD, project_path(p, name), 1 << 20, 0, &p->arena, &text, &p->err));
    return text.ptr;
}

/* As every command does: nothing of the last one is in memory. */
static inline void project_reopen(struct project *p)
{
    repo_close(p->repo);
    p->repo = NULL;
    diags_init(&p->diags, &p->arena);
    project_must(p, repo_open(&p->arena, p->dir, &p->repo, &p->err));
    p->repo->diags = &p->diags;
    p->repo->command = "test";
}

static inline int project_setup(void **state)
{
    static struct project p;
    struct init_options options = {0};
    struct init_result result;

    p = (struct project){0};
    arena_init(&p.arena, ARENA_DEFAULT);
    arena_init(&p.scratch, ARENA_DEFAULT);
    strcpy(p.dir, "/tmp/flash-repo-XXXXXX");
    assert_non_null(mkdtemp(p.dir));
    project_must(&p, init_project(&p.arena, p.dir, &options, &p.repo, &result, &p.err));
    setenv("FLASH_AUTHOR_NAME", "Test", 1);
    setenv("FLASH_AUTHOR_EMAIL", "test@example.org", 1);
    project_reopen(&p);
    *state = &p;
    return 0;
}

static inline int project_teardown(void **state)
{
    struct project *p = *state;
    repo_close(p->repo);
    assert_int_equal(file_remove_tree(AT_FDCWD, p->dir, NULL), 0);
    arena_release(&p->arena);
    arena_release(&p->scratch);
    return 0;
}

/* flash.conf with a dev target in dev.db; more is appended. */
static inline void project_target(struct project *p, const char *role, const char *more)
{
    project_write(p, "flash.conf",
        arena_cprintf(&p->arena,
            "[flash]\n\tdialect = sqlite\n[target \"dev\"]\n\turl = sqlite:dev.db\n\trole = %s\n%s",
            role, more));
    project_reopen(p);
}

static inline void project_commit(struct project *p, const char *message)
{
    struct record_options options = {.source = RECORD_FILES, .message = str_from(message)};
    struct record_result result;

    project_reopen(p);
    project_must(
        p, record_commit(p->repo, &options, &p->diags, &p->arena, p->scratch, &result, &p->err));
    assert_false(result.nothing);
}

static inline int project_apply_code(
    struct project *p, struct apply_options *o, struct move_report *out)
{
    struct endpoint_context context = {.cwd = p->dir};

    project_reopen(p);
    context.repo = p->repo;
    context.diags = &p->diags;
    o->context = &context;
    p->err = (struct flash_error){0};
    return apply_run(o, &p->arena, p->scratch, out, &p->err);
}

static inline void project_apply(struct project *p)
{
    struct apply_options options = {0};
    struct move_report report;
    project_must(p, project_apply_code(p, &options, &report));
}

static inline int project_checkout_code(
    struct project *p, struct checkout_options *o, struct checkout_result *out)
{
    project_reopen(p);
    p->err = (struct flash_error){0};
    return checkout_run(p->repo, o, &p->arena, p->scratch, out, &p->err);
}

static inline void project_checkout(struct project *p, const char *rev)
{
    struct checkout_options options = {.rev = str_from(rev)};
    struct checkout_result result;
    project_must(p, project_checkout_code(p, &options, &result));
}

static inline void project_branch(struct project *p, const char *name)
{
    struct checkout_options options = {.create = str_from(name)};
    struct checkout_result result;
    project_must(p, project_checkout_code(p, &options, &result));
}

static inline sqlite3 *project_db(struct project *p, const char *name)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(project_path(p, name), &db), SQLITE_OK);
    return db;
}

static inline void project_sql(struct project *p, const char *sql)
{
    sqlite3 *db = project_db(p, "dev.db");
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* The rows of a query as text: values by '|', rows by '\n'. */
static inline const char *project_rows(struct project *p, const char *sql)
{
    sqlite3 *db = project_db(p, "dev.db");
    sqlite3_stmt *s = NULL;
    struct strbuf b;

    strbuf_init(&b, &p->arena, 1 << 20);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(s) == SQLITE_ROW) {
        if (b.len > 0)
            strbuf_addc(&b, '\n');
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const char *text = (const char *)sqlite3_column_text(s, i);
            strbuf_addf(&b, "%s%s", i > 0 ? "|" : "", text ? text : "NULL");
        }
    }
    sqlite3_finalize(s);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return b.len > 0 ? b.ptr : "";
}

#define PROJECT_TEST(f) cmocka_unit_test_setup_teardown(f, project_setup, project_teardown)

#endif

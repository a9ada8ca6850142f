#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

/* A fresh store in a folder of its own for each test. */

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
#include "base/str.h"
#include "base/strbuf.h"
#include "objects/graph/graph.h"
#include "objects/refs/refs.h"
#include "objects/store/batch.h"
#include "objects/store/store.h"
#include "objects/store/tree.h"

struct fixture {
    char dir[64];
    struct arena a, scratch;
    struct store *s;
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

static inline int fixture_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    setenv("FLASH_AUTHOR_NAME", "Ada", 1);
    setenv("FLASH_AUTHOR_EMAIL", "ada@example.org", 1);
    (void)snprintf(f->dir, sizeof f->dir, "/tmp/flash-store-XXXXXX");
    if (!mkdtemp(f->dir))
        return -1;
    arena_init(&f->a, ARENA_DEFAULT);
    arena_init(&f->scratch, ARENA_DEFAULT);
    *state = f;
    if (store_create(f->dir, "main", &f->err) < 0 || store_open(f->dir, 0, &f->s, &f->err) < 0) {
        fprintf(stderr, "%s\n", f->err.message);
        return -1;
    }
    return 0;
}

static inline int fixture_down(void **state)
{
    struct fixture *f = *state;

    store_close(f->s);
    arena_release(&f->a);
    arena_release(&f->scratch);
    int rc = file_remove_tree(AT_FDCWD, f->dir, NULL);
    free(f);
    return rc;
}

/* libgit2 1.5 forgets the match data of its regular expressions. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libpcre2";
}

#define STORE_TEST(fn) cmocka_unit_test_setup_teardown(fn, fixture_up, fixture_down)

/* Runs a shell command in the store's folder; its output in the arena. */
static inline struct flash_str shell(struct fixture *f, int *status, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
static inline struct flash_str shell(struct fixture *f, int *status, const char *fmt, ...)
{
    char command[2048], line[4096];
    va_list ap;
    int n = snprintf(command, sizeof command, "cd %s && ( ", f->dir);

    va_start(ap, fmt);
    n += vsnprintf(command + n, sizeof command - (size_t)n, fmt, ap);
    va_end(ap);
    (void)snprintf(command + n, sizeof command - (size_t)n, " ) 2>&1");
    FILE *p = popen(command, "r");
    assert_non_null(p);
    struct strbuf out;
    strbuf_init(&out, &f->a, (size_t)64 << 20);
    while (fgets(line, sizeof line, p))
        strbuf_adds(&out, line);
    int rc = pclose(p);
    if (status)
        *status = rc;
    else if (rc != 0)
        fail_msg("%s\n%.*s", command, STR_ARG(strbuf_str(&out)));
    return strbuf_str(&out);
}

static inline void git_fsck(struct fixture *f)
{
    struct flash_str out = shell(f, NULL, "git fsck --full --strict --no-dangling");

    if (str_find(out, STR("error")) >= 0 || str_find(out, STR("warning")) >= 0)
        fail_msg("git fsck: %.*s", STR_ARG(out));
}

static inline struct oid add_blob(struct fixture *f, struct batch *b, const char *text)
{
    struct oid id;

    batch_add(b, OBJECT_BLOB, arena_str(&f->a, str_from(text)), &id);
    return id;
}

/* A commit whose tree holds one file; parent may be NULL. Not yet on any ref. */
static inline struct oid make_commit(
    struct fixture *f, const char *path, const char *text, const struct oid *parent)
{
    struct batch *b = batch_new(f->s, &f->a);
    struct commit c = {.message = str_from("a commit\n")};
    struct tree_list l = {0};
    struct oid blob = add_blob(f, b, text);
    struct commit p;

    tree_list_add(&f->a, &l, str_from(path), &blob);
    if (parent) {
        OK(commit_read(f->s, parent, &f->a, &p, &f->err));
        OK(tree_edit(f->s, &p.tree, &l, &f->a, f->scratch, b, &c.tree, &f->err));
        c.parents = arena_new(&f->a, struct oid);
        *c.parents = *parent;
        c.nparents = 1;
    } else {
        OK(tree_build(&f->a, f->scratch, &l, b, &c.tree, &f->err));
    }
    OK(signature_default(f->s, &f->a, &c.author, &f->err));
    c.committer = c.author;
    OK(commit_build(b, &f->a, &c, &f->err));
    OK(batch_write(b, &f->err));
    return c.id;
}

static inline void lock_store(struct fixture *f)
{
    OK(store_lock(f->s, "test", 10000, NULL, NULL, &f->err));
}

static inline int set_ref(
    struct fixture *f, const char *name, const struct oid *from, const struct oid *to)
{
    struct ref_update u = {.kind = REF_SET, .name = name, .to = *to};

    if (from)
        u.from = *from;
    return ref_transaction(f->s, &u, 1, "test: move", &f->err);
}

static inline struct oid commit_on(struct fixture *f, const char *ref, const char *path,
    const char *text, const struct oid *parent)
{
    struct oid id = make_commit(f, path, text, parent);

    lock_store(f);
    OK(set_ref(f, ref, parent, &id));
    store_unlock(f->s);
    return id;
}

#endif

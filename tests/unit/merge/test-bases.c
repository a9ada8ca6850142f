/* Criss-cross histories: what several bases do not agree about is decided by the sides. */

#include "merge/bases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "dialect/dialect.h"
#include "merge/terms.h"

/* A commit is its name; the bases of a pair stand in a table of their own. */
struct commit {
    const char *name, *sql;
};
struct pair {
    const char *a, *b, *bases[3];
};
struct story {
    const struct commit *commits;
    const struct pair *pairs;
    struct arena *arena;
};

static int bases(void *payload, const void *a, const void *b, const void **out, size_t max,
    size_t *n, struct flash_error *err)
{
    const struct story *s = payload;
    (void)err;
    for (const struct pair *p = s->pairs; p->a != NULL; p++) {
        bool there = (strcmp(p->a, a) == 0 && strcmp(p->b, b) == 0) ||
                     (strcmp(p->a, b) == 0 && strcmp(p->b, a) == 0);
        for (*n = 0; there && *n < max && *n < 3 && p->bases[*n] != NULL; (*n)++)
            out[*n] = p->bases[*n];
        if (there)
            return 0;
    }
    fail_msg("no such pair: %s %s", (const char *)a, (const char *)b);
    return 0;
}

static struct schema *parse(struct arena *a, const char *sql)
{
    struct flash_error err = {0};
    struct diags diags;
    struct schema *s = NULL;
    struct source *src = arena_new(a, struct source);
    diags_init(&diags, a);
    assert_int_equal(source_init(src, STR("base.sql"), str_from(sql), &err), 0);
    assert_int_equal(dialect_parse(dialect_default(), a, src, 1, &s, NULL, &diags, &err), 0);
    return s;
}

static int load(
    void *payload, const void *commit, const struct schema **out, struct flash_error *err)
{
    const struct story *s = payload;
    const struct commit *c = s->commits;
    (void)err;
    while (commit != NULL && strcmp(c->name, commit) != 0)
        c++;
    *out = parse(s->arena, commit != NULL ? c->sql : "");
    return 0;
}

/* In these stories a table 'new' is the table 'old' of others. */
static int renames(void *payload, const void *from, const void *to, struct rename_list *out,
    struct flash_error *err)
{
    const struct story *s = payload;
    const struct schema *x, *y;
    (void)err;
    load(payload, from, &x, err);
    load(payload, to, &y, err);
    const struct symbol *old = intern(STR("old")), *new = intern(STR("new"));
    const struct symbol *ns = intern(STR("main"));
    bool forth = schema_find(x, KIND_TABLE, ns, old) != NULL;
    if ((schema_find(forth ? y : x, KIND_TABLE, ns, new) == NULL) ||
        forth == (schema_find(y, KIND_TABLE, ns, old) != NULL))
        return 0;
    *vec_push(s->arena, out) = (struct rename){.kind = KIND_TABLE,
        .ns = ns,
        .from = forth ? old : new,
        .to = forth ? new : old,
        .origin = "record"};
    return 0;
}

static struct flash_str merge(const struct commit *commits, const struct pair *pairs,
    const char *ours, const char *theirs, struct arena *a, size_t *contested)
{
    struct story story = {commits, pairs, a};
    struct merge_history h = {&story, bases, load, renames};
    struct flash_error err = {0};
    struct merge_base base;
    struct merge_result r;
    struct rename_list our_renames = {0}, their_renames = {0};
    struct arena scratch;
    struct strbuf b;
    arena_init(&scratch, ARENA_DEFAULT);
    assert_int_equal(merge_base_of(&h, ours, theirs, a, scratch, &base, &err), 0);
    struct merge_input in = {.base = base.schema,
        .our_renames = &our_renames,
        .their_renames = &their_renames,
        .terms = base.terms};
    *contested = base.terms != NULL ? base.terms->len : 0;
    load(&story, ours, &in.ours, &err);
    load(&story, theirs, &in.theirs, &err);
    assert_int_equal(merge_base_renames(&h, &base, ours, a, &our_renames, &err), 0);
    assert_int_equal(merge_base_renames(&h, &base, theirs, a, &their_renames, &err), 0);
    assert_int_equal(merge_schemas(&in, a, scratch, &r, &err), 0);
    arena_release(&scratch);
    strbuf_init(&b, a, 100000);
    for (size_t i = 0; i < r.conflicts.len; i++) {
        conflict_format(&r.conflicts.items[i], &b);
        strbuf_addc(&b, '\n');
    }
    schema_print(r.merged, &b);
    return strbuf_str(&b);
}

static void check(const struct commit *commits, const struct pair *pairs, const char *ours,
    const char *theirs, size_t contested, const char *want)
{
    struct arena a;
    size_t n;
    arena_init(&a, ARENA_DEFAULT);
    struct flash_str got = merge(commits, pairs, ours, theirs, &a, &n);
    assert_string_equal(got.ptr != NULL ? got.ptr : "", want);
    assert_int_equal(n, contested);
    arena_release(&a);
}

static const struct commit types[] = {
    {"R", "CREATE TABLE t (a INT, b INT);"},
    {"A1", "CREATE TABLE t (a TEXT, b INT);"},
    {"B1", "CREATE TABLE t (a REAL, b INT);"},
    {"A2", "CREATE TABLE t (a TEXT, b INT, x INT);"},
    {"B2", "CREATE TABLE t (a REAL, b INT);"},
    {"B2blob", "CREATE TABLE t (a BLOB, b INT);"},
    {"A3", "CREATE TABLE t (a TEXT, b TEXT, x INT);"},
    {"B3", "CREATE TABLE t (a REAL, b REAL, x INT);"},
    {"A4", "CREATE TABLE t (a TEXT, b TEXT, x INT, y INT);"},
    {"B4", "CREATE TABLE t (a NUMERIC, b BLOB, x INT);"},
};
static const struct pair type_pairs[] = {
    {"A1", "B1", {"R", NULL}},
    {"A2", "B2", {"A1", "B1", NULL}},
    {"A2", "B2blob", {"A1", "B1", NULL}},
    {"A3", "B3", {"A2", "B2", NULL}},
    {"A4", "B4", {"A3", "B3", NULL}},
    {NULL, NULL, {NULL}},
};

static void test_one_side_is_new(void **state)
{
    (void)state;
    check(types, type_pairs, "A2", "B2blob", 1,
        "CREATE TABLE t (\n    a BLOB,\n    b INT,\n    x INT\n);\n");
}

/* Each side holds to one of the bases: nobody knows, and nothing but that is asked. */
static void test_both_are_old(void **state)
{
    (void)state;
    check(types, type_pairs, "A2", "B2", 1,
        "C203 t.a type: TEXT | TEXT | REAL\n"
        "CREATE TABLE t (\n    a TEXT,\n    b INT,\n    x INT\n);\n");
}

static void test_depth_three(void **state)
{
    (void)state;
    check(types, type_pairs, "A4", "B4", 2,
        "CREATE TABLE t (\n    a NUMERIC,\n    b BLOB,\n    x INT,\n    y INT\n);\n");
}

static const struct commit names[] = {
    {"R", "CREATE TABLE old (a INT);"},
    {"A1", "CREATE TABLE new (a INT);"},
    {"B1", "CREATE TABLE old (a INT, b INT);"},
    {"A2", "CREATE TABLE new (a INT, b INT, x INT);"},
    {"B2", "CREATE TABLE new (a TEXT, b INT);"},
    {"C2", "CREATE TABLE new (a INT, b INT);"},
};
static const struct pair name_pairs[] = {
    {"A1", "B1", {"R", NULL}},
    {"A2", "B2", {"A1", "B1", NULL}},
    {"A2", "C2", {NULL}},
    {NULL, NULL, {NULL}},
};

/* A rename stands in one base, a change in the other; the virtual base has both. */
static void test_renamed_in_one_base(void **state)
{
    (void)state;
    check(names, name_pairs, "A2", "B2", 0,
        "CREATE TABLE new (\n    a TEXT,\n    b INT,\n    x INT\n);\n");
}

static void test_no_base(void **state)
{
    (void)state;
    check(names, name_pairs, "A2", "C2", 0,
        "C101 new: - | CREATE TABLE new ( ... | CREATE TABLE new ( ...\n"
        "CREATE TABLE new (\n    a INT,\n    b INT,\n    x INT\n);\n");
}

static const struct commit whole[] = {
    {"R", "CREATE TABLE t (a INT);"},
    {"A1", ""},
    {"B1", "CREATE TABLE t (a INT, b INT);"},
    {"A2", ""},
    {"B2", "CREATE TABLE t (a INT, b INT, c INT);"},
};
static const struct pair whole_pairs[] = {
    {"A1", "B1", {"R", NULL}},
    {"A2", "B2", {"A1", "B1", NULL}},
    {NULL, NULL, {NULL}},
};

/* Dropped in one base, changed in the other; now one side went on with it. */
static void test_dropped_in_one_base(void **state)
{
    (void)state;
    check(whole, whole_pairs, "A2", "B2", 1,
        "CREATE TABLE t (\n    a INT,\n    b INT,\n    c INT\n);\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_side_is_new),
        cmocka_unit_test(test_both_are_old), cmocka_unit_test(test_depth_three),
        cmocka_unit_test(test_renamed_in_one_base), cmocka_unit_test(test_no_base),
        cmocka_unit_test(test_dropped_in_one_base)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

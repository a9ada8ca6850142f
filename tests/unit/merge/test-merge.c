/*
 * The matrix: every code that SQLite can have, and what must merge clean. "test-merge --update"
 * writes what comes out into cases.txt, for reading.
 */

#include "merge/merge.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "case.h"

/* No SQLite schema can have these. */
static const struct {
    const char *code, *why;
} impossible[] = {
    {"C501", "SQLite has no enums"},
    {"C502", "SQLite has no enums"},
    {"C701", "hand-written steps are the store's; a schema has none"},
    {"C702", "a promise of the engine itself: no input may show it"},
    {"C801", "SQLite has no validators"},
};
#define IMPOSSIBLE  5
#define CASES_LEAST 60

static struct merge_cases cases;
static struct arena arena;

static void test_cases(void **state)
{
    unsigned failed = 0;
    (void)state;
    for (size_t i = 0; i < cases.len; i++) {
        struct merge_result r;
        struct flash_str got = case_run(&cases.items[i], false, &arena, &r);
        if (str_eq(got, cases.items[i].want))
            continue;
        failed++;
        print_error("%.*s: got\n%.*swant\n%.*s", STR_ARG(cases.items[i].name), STR_ARG(got),
            STR_ARG(cases.items[i].want));
    }
    assert_int_equal(failed, 0);
    assert_true(cases.len >= CASES_LEAST);
}

static bool has_key(const struct conflict_list *l, const struct conflict *c)
{
    for (size_t i = 0; i < l->len; i++) {
        if (str_eq(l->items[i].key, c->key))
            return true;
    }
    return false;
}

/* Who calls himself ours changes neither what is a conflict nor what is known of it. */
static void test_symmetry(void **state)
{
    (void)state;
    for (size_t i = 0; i < cases.len; i++) {
        struct merge_result x = {0}, y = {0};
        struct flash_str got = case_run(&cases.items[i], false, &arena, &x);
        case_run(&cases.items[i], true, &arena, &y);
        if (str_starts(got, STR("error: ")))
            continue;
        if (x.conflicts.len != y.conflicts.len || x.settled.len != y.settled.len)
            print_error("%.*s\n", STR_ARG(cases.items[i].name));
        assert_int_equal(x.conflicts.len, y.conflicts.len);
        assert_int_equal(x.settled.len, y.settled.len);
        for (size_t k = 0; k < x.conflicts.len; k++) {
            if (!has_key(&y.conflicts, &x.conflicts.items[k]))
                print_error("%.*s: %.*s\n", STR_ARG(cases.items[i].name),
                    STR_ARG(x.conflicts.items[k].key));
            assert_true(has_key(&y.conflicts, &x.conflicts.items[k]));
        }
    }
}

static bool is_impossible(const char *code)
{
    for (size_t i = 0; i < ARRAY_LEN(impossible); i++) {
        if (strcmp(impossible[i].code, code) == 0)
            return true;
    }
    return false;
}

static bool is_covered(const char *code)
{
    struct flash_str line = arena_printf(&arena, "\n%s ", code);
    for (size_t i = 0; i < cases.len; i++) {
        struct flash_str want = arena_printf(&arena, "\n%.*s", STR_ARG(cases.items[i].want));
        if (str_find(want, line) >= 0)
            return true;
    }
    return false;
}

static void test_every_code(void **state)
{
    (void)state;
    assert_int_equal(ARRAY_LEN(impossible), IMPOSSIBLE);
    for (unsigned c = 0; c < MERGE__COUNT; c++) {
        const char *code = conflict_info((enum merge_code)c)->code;
        if (is_covered(code) == is_impossible(code))
            fail_msg("%s: %s", code, is_covered(code) ? "is possible" : "no case");
        assert_int_equal(conflict_code_find(str_from(code)), c);
    }
}

/* flash-conflicts(7) has an entry for each code, with its title, and no other. */
static void test_page(void **state)
{
    struct flash_error err = {0};
    struct flash_str page, rest;
    size_t entries = 0;
    (void)state;
    assert_int_equal(file_read(AT_FDCWD, MERGE_PAGE, 1000000, 0, &arena, &page, &err), 0);
    for (unsigned c = 0; c < MERGE__COUNT; c++) {
        const struct conflict_info *info = conflict_info((enum merge_code)c);
        struct flash_str entry = arena_printf(&arena, "\n.It Cm %s\n%c%s.\n", info->code,
            ascii_upper(info->title[0]), info->title + 1);
        if (str_find(page, entry) < 0)
            fail_msg("flash-conflicts(7) lacks: %.*s", STR_ARG(entry));
    }
    for (rest = page; str_find(rest, STR("\n.It Cm ")) >= 0; entries++)
        rest = str_skip(rest, (size_t)str_find(rest, STR("\n.It Cm ")) + 1);
    assert_int_equal(entries, MERGE__COUNT);
}

static int update(const char *path)
{
    struct strbuf b;
    struct flash_error err = {0};
    strbuf_init(&b, &arena, 10000000);
    for (size_t i = 0; i < cases.len; i++) {
        struct merge_case *c = &cases.items[i];
        struct merge_result r;
        strbuf_addf(&b, "=== %.*s\n--- base\n%.*s", STR_ARG(c->name), STR_ARG(c->base));
        if (c->ours.ptr != c->base.ptr)
            strbuf_addf(&b, "--- ours\n%.*s", STR_ARG(c->ours));
        if (c->theirs.ptr != c->base.ptr)
            strbuf_addf(&b, "--- theirs\n%.*s", STR_ARG(c->theirs));
        if (c->resolve.len > 0)
            strbuf_addf(&b, "--- resolve\n%.*s", STR_ARG(c->resolve));
        struct flash_str got = case_run(c, false, &arena, &r);
        strbuf_addf(&b, "--- want\n%.*s", STR_ARG(got));
    }
    int rc = file_write(AT_FDCWD, path, strbuf_str(&b), 0, &err);
    if (rc < 0)
        print_error("%s\n", err.message);
    return rc < 0;
}

int main(int argc, char **argv)
{
    struct flash_error err = {0};
    struct flash_str text;
    arena_init(&arena, ARENA_DEFAULT);
    if (file_read(AT_FDCWD, MERGE_CASES, 10000000, 0, &arena, &text, &err) < 0) {
        print_error("%s\n", err.message);
        return 1;
    }
    cases_parse(text, &arena, &cases);
    if (argc == 2 && strcmp(argv[1], "--update") == 0)
        return update(MERGE_CASES);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
        cmocka_unit_test(test_symmetry), cmocka_unit_test(test_every_code),
        cmocka_unit_test(test_page)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

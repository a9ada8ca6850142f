#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/path.h"
#include "base/str.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_SMALL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void test_join(void **state)
{
    (void)state;
    assert_string_equal(path_join(&arena, "a", "b"), "a/b");
    assert_string_equal(path_join(&arena, "a/", "b"), "a/b");
    assert_string_equal(path_join(&arena, "/", "b"), "/b");
    assert_string_equal(path_join(&arena, "", "b"), "b");
    assert_string_equal(path_join(&arena, "a", "/b"), "/b");
}

static void test_parts(void **state)
{
    (void)state;
    assert_string_equal(path_base("a/b.sql"), "b.sql");
    assert_string_equal(path_base("b"), "b");
    assert_string_equal(path_base("a/"), "");
    assert_string_equal(path_dir(&arena, "a/b/c"), "a/b");
    assert_string_equal(path_dir(&arena, "a//c"), "a");
    assert_string_equal(path_dir(&arena, "c"), ".");
    assert_string_equal(path_dir(&arena, "/c"), "/");
}

static void test_normal(void **state)
{
    static const char *const cases[][2] = {
        {"", "."},
        {".", "."},
        {"/", "/"},
        {"a/./b//c/", "a/b/c"},
        {"a/../b", "b"},
        {"a/..", "."},
        {"../a", "../a"},
        {"../../a", "../../a"},
        {"a/../../b", "../b"},
        {"/..", "/"},
        {"/../a/../..", "/"},
        {"/a/b/../../c", "/c"},
        {"a/b/../..", "."},
        {"./x", "x"},
        {"...", "..."},
        {"..a/..", "."},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(path_normal(&arena, cases[i][0]), cases[i][1]);
}

static void test_safe(void **state)
{
    static const char *const bad[] = {"", ".", "..", "a/b", "a\\b", "a\nb", "a\x7f", ".git", ".GiT",
        ".git.", ".git ", ".git . .", ".git::$INDEX_ALLOCATION", "git~1", "GIT~1", "git~1.",
        ".g\xE2\x80\x8Cit", "\xEF\xBB\xBF.git", ".git\xE2\x81\xAF", ".git:x"};
    static const char *const good[] = {"a", ".gitignore", ".gitx", "git", "...", "users.sql", "CON",
        "a b", "\xF0\x9F\x98\x80", "git~2", "a:b", ".git~1", "x.git"};
    char big[300];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        if (path_component_safe(str_from(bad[i])))
            fail_msg("'%s' passed", bad[i]);
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        if (!path_component_safe(str_from(good[i])))
            fail_msg("'%s' did not pass", good[i]);
    memset(big, 'x', sizeof(big));
    assert_true(path_component_safe((struct flash_str){big, 255}));
    assert_false(path_component_safe((struct flash_str){big, 256}));
    assert_false(path_component_safe(STR("a\0b")));
}

static void test_relative(void **state)
{
    (void)state;
    assert_true(path_relative_safe(STR("main/tables/users.sql")));
    assert_false(path_relative_safe(STR("")));
    assert_false(path_relative_safe(STR("/etc/passwd")));
    assert_false(path_relative_safe(STR("a/../b")));
    assert_false(path_relative_safe(STR("a//b")));
    assert_false(path_relative_safe(STR("a/")));
    assert_false(path_relative_safe(STR("a/.git/config")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_join),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_normal),
        cmocka_unit_test(test_safe),
        cmocka_unit_test(test_relative),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

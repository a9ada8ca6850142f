#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/str.h"

static void test_slices(void **state)
{
    struct flash_str s = STR("hello");

    (void)state;
    assert_true(str_eq(str_sub(s, 1, 3), STR("el")));
    assert_true(str_eq(str_sub(s, 4, 99), STR("o")));
    assert_int_equal(str_sub(s, 9, 3).len, 0);
    assert_int_equal(str_skip(s, 99).len, 0);
    assert_int_equal(str_sub(STR_NULL, 1, 2).len, 0);
    assert_true(str_eq(str_trim(STR(" \t\r\n a b \v\f")), STR("a b")));
    assert_int_equal(str_trim(STR("  ")).len, 0);
    assert_null(str_from(NULL).ptr);
}

static void test_compare(void **state)
{
    (void)state;
    assert_true(str_eq(STR_NULL, STR("")));
    assert_true(str_eq_nocase(STR("SeLeCt"), STR("sElEcT")));
    assert_false(str_eq_nocase(STR("\xC3\x84"), STR("\xC3\xA4")));
    assert_true(str_cmp(STR("a"), STR("ab")) < 0);
    assert_true(str_cmp(STR("\xff"), STR("a")) > 0);
    assert_true(str_cmp_nocase(STR("ABC"), STR("abd")) < 0);
    assert_int_equal(str_cmp(STR(""), STR_NULL), 0);
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_false(str_starts(STR("a"), STR("ab")));
    assert_true(str_starts_nocase(STR("ABC"), STR("ab")));
    assert_true(str_ends(STR("x.sql"), STR(".sql")));
    assert_true(str_ends(STR("x"), STR("")));
}

static void test_find(void **state)
{
    struct flash_str s = STR("a,b,,c");
    struct flash_str part;
    const char *want[] = {"a", "b", "", "c"};
    size_t n = 0;

    (void)state;
    assert_int_equal(str_find_char(STR("abc"), 'c', 0), 2);
    assert_int_equal(str_find_char(STR("abc"), 'a', 1), -1);
    assert_int_equal(str_find_char(STR_NULL, 'a', 0), -1);
    assert_int_equal(str_find(STR("aaab"), STR("aab")), 1);
    assert_int_equal(str_find(STR("aaab"), STR("ba")), -1);
    assert_int_equal(str_find(STR("x"), STR("")), 0);
    for (; str_split(&s, ',', &part); n++)
        assert_true(str_eq(part, str_from(want[n])));
    assert_int_equal(n, 4);
    s = STR("a,");
    assert_true(str_split(&s, ',', &part));
    assert_true(str_split(&s, ',', &part));
    assert_int_equal(part.len, 0);
    assert_false(str_split(&s, ',', &part));
}

static void test_numbers(void **state)
{
    uint64_t u = 7;
    int64_t i = 7;

    (void)state;
    assert_true(str_to_u64(STR("18446744073709551615"), &u));
    assert_true(u == UINT64_MAX);
    assert_false(str_to_u64(STR("18446744073709551616"), &u));
    assert_false(str_to_u64(STR("99999999999999999999999"), &u));
    assert_false(str_to_u64(STR(""), &u));
    assert_false(str_to_u64(STR("1a"), &u));
    assert_false(str_to_u64(STR("-1"), &u));
    assert_true(str_to_i64(STR("-9223372036854775808"), &i));
    assert_true(i == INT64_MIN);
    assert_true(str_to_i64(STR("9223372036854775807"), &i));
    assert_true(i == INT64_MAX);
    assert_false(str_to_i64(STR("9223372036854775808"), &i));
    assert_false(str_to_i64(STR("-9223372036854775809"), &i));
    assert_false(str_to_i64(STR("-"), &i));
    assert_true(str_to_i64(STR("+5"), &i));
    assert_int_equal(i, 5);
}

static void test_glob(void **state)
{
    static const struct {
        const char *pattern, *s;
        bool match;
    } cases[] = {
        {"*", "", true},
        {"", "", true},
        {"", "a", false},
        {"?", "", false},
        {"?", "a", true},
        {"?", "\xC3\xA4", true},
        {"a*b*c", "a.b/c", true},
        {"a*b*c", "acb", false},
        {"*.sql", "x.sql", true},
        {"user*", "users", true},
        {"[abc]", "b", true},
        {"[a-c]x", "bx", true},
        {"[!a-c]", "b", false},
        {"[^a-c]", "d", true},
        {"[]]", "]", true},
        {"[", "[", true},
        {"[a", "[a", true},
        {"a[b", "ab", false},
        {"\\*", "*", true},
        {"\\*", "a", false},
        {"a-]", "a-]", true},
        {"[a-]", "-", true},
        {"[\xC3\xA0-\xC3\xBF]", "\xC3\xA4", true},
        {"*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaa", false},
        {"**", "abc", true},
        {"*[xy]z", "aaxz", true},
        {"\xff", "\xff", true},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        if (str_glob(str_from(cases[i].pattern), str_from(cases[i].s)) != cases[i].match)
            fail_msg("'%s' on '%s'", cases[i].pattern, cases[i].s);
}

static void test_utf8(void **state)
{
    static const struct {
        const char *s;
        size_t len, valid;
    } cases[] = {
        {"plain ascii text", 16, 16},
        {"\xC3\xA4", 2, 2},
        {"\xE2\x82\xAC", 3, 3},
        {"\xF0\x9F\x98\x80", 4, 4},
        {"12345678\xC0\x80", 10, 8},
        {"\xE0\x80\x80", 3, 0},
        {"\xED\xA0\x80", 3, 0},
        {"\xF4\x90\x80\x80", 4, 0},
        {"a\xE2\x82", 3, 1},
        {"\x80", 1, 0},
        {"\xF0\x80\x80\x80", 4, 0},
        {"\xC3(", 2, 0},
        {"\xF5\x80\x80\x80", 4, 0},
        {"\xED\x9F\xBF", 3, 3},
        {"\xF4\x8F\xBF\xBF", 4, 4},
        {"a\0b", 3, 3},
        {"", 0, 0},
        {"\xE2\x82(", 3, 0},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(
            str_utf8_valid((struct flash_str){cases[i].s, cases[i].len}), cases[i].valid);
    assert_int_equal(str_columns(STR("\xC3\xA4\tb")), 3);
}

static void test_distance(void **state)
{
    char big[400];

    (void)state;
    memset(big, 'x', sizeof(big));
    assert_int_equal(str_distance(STR("status"), STR("status"), 9), 0);
    assert_int_equal(str_distance(STR("stauts"), STR("status"), 9), 1);
    assert_int_equal(str_distance(STR("statu"), STR("status"), 9), 1);
    assert_int_equal(str_distance(STR("xstatus"), STR("status"), 9), 1);
    assert_int_equal(str_distance(STR("commit"), STR("checkout"), 3), 3);
    assert_int_equal(str_distance(STR(""), STR("abc"), 9), 3);
    assert_int_equal(str_distance(STR("ca"), STR("abc"), 9), 3);
    assert_int_equal(str_distance((struct flash_str){big, 400}, STR("a"), 5), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slices),
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_glob),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_distance),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

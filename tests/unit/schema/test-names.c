#include "schema/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

static struct flash_str encode(struct arena *a, struct flash_str key)
{
    struct strbuf b;
    strbuf_init(&b, a, 1000);
    name_encode(&b, key);
    return strbuf_str(&b);
}

static void test_encoding(void **state)
{
    static const struct {
        const char *name, *encoded;
    } cases[] = {{"users", "users"}, {"a_b-9", "a_b-9"}, {"Users", "%55sers"}, {"..", "%2e%2e"},
        {"@format", "%40format"}, {"a/b", "a%2fb"}, {"con", "%con"}, {"com7", "%com7"},
        {"com", "com"}, {"com77", "com77"}, {"lpt0", "%lpt0"}, {"nul", "%nul"}, {"", "%"},
        {"a\"\"b", "a%22%22b"}, {"\xc3\xa9", "%c3%a9"}, {"100%", "100%25"}, {"con.", "con%2e"}};
    struct arena a;
    (void)state;
    arena_init(&a, ARENA_SMALL);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct flash_str got = encode(&a, str_from(cases[i].name));
        assert_string_equal(got.ptr, cases[i].encoded);
        struct strbuf back;
        strbuf_init(&back, &a, 1000);
        assert_true(name_decode(&back, got));
        assert_true(str_eq(strbuf_str(&back), str_from(cases[i].name)));
    }
    arena_release(&a);
}

static void test_every_byte_comes_back(void **state)
{
    struct arena a;
    (void)state;
    arena_init(&a, ARENA_SMALL);
    for (int c = 0; c < 256; c++) {
        char text[3] = {'x', (char)(unsigned char)c, 'y'};
        struct strbuf back;
        strbuf_init(&back, &a, 1000);
        assert_true(name_decode(&back, encode(&a, (struct flash_str){text, 3})));
        assert_int_equal(back.len, 3);
        assert_memory_equal(back.ptr, text, 3);
    }
    arena_release(&a);
}

static void test_long_names_are_cut(void **state)
{
    struct arena a;
    char x[400], y[400];
    (void)state;
    arena_init(&a, ARENA_SMALL);
    memset(x, 'x', sizeof(x));
    memcpy(y, x, sizeof(x));
    y[399] = 'y';
    struct flash_str ex = encode(&a, (struct flash_str){x, 400});
    struct flash_str ey = encode(&a, (struct flash_str){y, 400});
    assert_int_equal(ex.len, 200);
    assert_false(str_eq(ex, ey));
    assert_int_equal(encode(&a, (struct flash_str){x, 200}).len, 200);
    assert_true(str_find(encode(&a, (struct flash_str){x, 200}), STR("%")) < 0);
    struct strbuf back;
    strbuf_init(&back, &a, 1000);
    assert_false(name_decode(&back, ex));
    memset(x, 'A', sizeof(x)); /* three bytes each: not cut in the middle of one */
    ex = encode(&a, (struct flash_str){x, 400});
    assert_true(ex.len <= 200);
    assert_true(ex.ptr[ex.len - 19] == '1' && ex.ptr[ex.len - 18] == '%');
    arena_release(&a);
}

static void test_decode_refuses(void **state)
{
    static const char *const bad[] = {
        "", "A", "%", "%4", "%zz", "%41%", "a b", "%61", "con", "%2E", "%foo", "a/b", "%+2"};
    struct arena a;
    (void)state;
    arena_init(&a, ARENA_SMALL);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct strbuf back;
        strbuf_init(&back, &a, 1000);
        bool empty_name = strcmp(bad[i], "%") == 0;
        assert_int_equal(name_decode(&back, str_from(bad[i])), empty_name);
    }
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_encoding),
        cmocka_unit_test(test_every_byte_comes_back), cmocka_unit_test(test_long_names_are_cut),
        cmocka_unit_test(test_decode_refuses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

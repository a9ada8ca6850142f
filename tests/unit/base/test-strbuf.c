#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "base/strbuf.h"

static int setup(void **state)
{
    static struct arena a;

    arena_init(&a, ARENA_SMALL);
    *state = &a;
    return 0;
}

static int teardown(void **state)
{
    arena_release(*state);
    return 0;
}

static void test_grow(void **state)
{
    struct strbuf b;

    strbuf_init(&b, *state, 1 << 20);
    assert_string_equal(b.ptr, "");
    for (int i = 0; i < 10000; i++) {
        strbuf_addf(&b, "%d,", i % 10);
        if (i % 1000 == 0)
            arena_alloc(*state, 1, 1);
    }
    assert_int_equal(b.len, 20000);
    assert_int_equal(strlen(b.ptr), 20000);
    assert_memory_equal(b.ptr, "0,1,2,3,", 8);
    assert_int_equal(strbuf_check(&b, "text", NULL), 0);
    strbuf_add(&b, strbuf_str(&b));
    assert_int_equal(b.len, 40000);
    strbuf_truncate(&b, 3);
    assert_string_equal(b.ptr, "0,1");
}

static void test_grows_in_place(void **state)
{
    struct strbuf b;
    char *before;

    strbuf_init(&b, *state, 1 << 20);
    before = b.ptr;
    strbuf_fill(&b, 'x', 100000);
    assert_ptr_equal(b.ptr, before);
}

static void test_cap(void **state)
{
    struct strbuf b;
    struct flash_error err;

    strbuf_init(&b, *state, 5);
    strbuf_adds(&b, "12345");
    assert_false(b.overflow);
    strbuf_addc(&b, '6');
    assert_true(b.overflow);
    assert_string_equal(b.ptr, "12345");
    strbuf_truncate(&b, 0);
    strbuf_adds(&b, "a");
    strbuf_addf(&b, "%d", 1);
    assert_string_equal(b.ptr, "");
    assert_int_equal(strbuf_check(&b, "the plan", &err), FLASH_ETOOBIG);
    assert_string_equal(err.message, "the plan is longer than 5 bytes");
    strbuf_init(&b, *state, 5);
    strbuf_addf(&b, "%s", "1234567");
    assert_true(b.overflow);
    assert_string_equal(b.ptr, "");
    strbuf_init(&b, *state, 0);
    strbuf_adds(&b, "");
    assert_false(b.overflow);
    strbuf_init(&b, *state, 1000);
    strbuf_addf(&b, "%0500d", 0);
    assert_int_equal(b.len, 500);
}

static void test_json(void **state)
{
    struct strbuf b;
    struct json j;

    strbuf_init(&b, *state, 1 << 16);
    json_init(&j, &b);
    json_object_begin(&j);
    json_kv_int(&j, "version", 1);
    json_kv_cstr(&j, "none", NULL);
    json_kv_bool(&j, "yes", true);
    json_key(&j, "list");
    json_array_begin(&j);
    json_int(&j, -5);
    json_cstr(&j, "a\"b\\\n\t\x01\x7f");
    json_array_end(&j);
    json_key(&j, "empty");
    json_object_begin(&j);
    json_object_end(&j);
    json_kv_str(&j, "bad", STR("a\xff\xC3\xA4\xC3"));
    json_object_end(&j);
    assert_string_equal(b.ptr,
        "{\n  \"version\": 1,\n  \"none\": null,\n  \"yes\": true,\n  \"list\": [\n    -5,\n    "
        "\"a\\\"b\\\\\\n\\t\\u0001\\u007f\"\n  ],\n  \"empty\": {},\n  \"bad\": "
        "\"a\xEF\xBF\xBD\xC3\xA4\xEF\xBF\xBD\"\n}");
}

static void test_json_compact(void **state)
{
    struct strbuf b;
    struct json j;

    strbuf_init(&b, *state, 1 << 16);
    json_init(&j, &b);
    j.compact = true;
    json_array_begin(&j);
    json_object_begin(&j);
    json_kv_int(&j, "a", INT64_MIN);
    json_kv_bool(&j, "b", false);
    json_object_end(&j);
    json_array_begin(&j);
    json_array_end(&j);
    json_null(&j);
    json_array_end(&j);
    assert_string_equal(b.ptr, "[{\"a\":-9223372036854775808,\"b\":false},[],null]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grow),
        cmocka_unit_test(test_grows_in_place),
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_compact),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

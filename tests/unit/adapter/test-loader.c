#include "fixture.h"

static void test_schemes(void **state)
{
    static const struct {
        const char *url, *scheme;
    } cases[] = {
        {"sqlite:dev.db", "sqlite"},
        {"postgresql://h/d", "postgres"},
        {"postgres://h/d", "postgres"},
        {"mongodb+srv://h/d", "mongodb+srv"},
        {"dev.db", ""},
        {"./a:b", ""},
        {"c:dev.db", ""},
        {"1x:dev.db", ""},
        {"", ""},
        {":", ""},
        {"sqlite", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct flash_str s = url_scheme(str_from(cases[i].url));
        assert_int_equal(s.len, strlen(cases[i].scheme));
        assert_memory_equal(s.len ? s.ptr : "", cases[i].scheme, s.len);
    }
}

static void test_load(void **state)
{
    struct fixture *f = *state;
    const struct flash_adapter *again = NULL;

    assert_int_equal(adapter_load(STR("SQLite:other"), &again, &f->err), 0);
    assert_ptr_equal(again, f->db);
    assert_string_equal(again->name, "sqlite");
    assert_int_equal(again->abi, ADAPTER_ABI);
    assert_int_equal(adapter_load(STR("dev.db"), &again, &f->err), FLASH_EINVALID);
    assert_int_equal(adapter_load(STR("oracle:x"), &again, &f->err), FLASH_EUNSUPPORTED);
    assert_non_null(strstr(f->err.message, "'oracle'"));
    assert_non_null(strstr(f->err.hint, "sqlite"));
    assert_int_equal(adapter_load(STR("mongodb://h/d"), &again, &f->err), FLASH_EUNSUPPORTED);
    assert_non_null(strstr(f->err.hint, "flash-mongo"));
}

static void test_build_options(void **state)
{
    unsigned i = 0;
    (void)state;
    assert_non_null(strstr(adapter_build_option(0), "sqlite adapter: "));
    while (adapter_build_option(i))
        i++;
    assert_int_equal(i, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_schemes),
        FIXTURE_TEST(test_load),
        FIXTURE_TEST(test_build_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

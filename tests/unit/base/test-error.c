#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "base/error.h"

static void test_set(void **state)
{
    struct flash_error err;

    (void)state;
    memset(&err, 'x', sizeof(err));
    assert_int_equal(
        error_set(&err, FLASH_ENOTFOUND, "no branch named '%s'", "x"), FLASH_ENOTFOUND);
    assert_string_equal(err.message, "no branch named 'x'");
    assert_string_equal(err.hint, "");
    assert_int_equal(err.line, 0);
    assert_int_equal(error_hint(&err, "run '%s'", "flash branch"), FLASH_ENOTFOUND);
    assert_int_equal(error_detail(&err, "d"), FLASH_ENOTFOUND);
    assert_int_equal(error_object(&err, "table %s", "t"), FLASH_ENOTFOUND);
    assert_int_equal(error_at(&err, "a.sql", 3, 4), FLASH_ENOTFOUND);
    assert_string_equal(err.hint, "run 'flash branch'");
    assert_string_equal(err.detail, "d");
    assert_string_equal(err.object, "table t");
    assert_string_equal(err.file, "a.sql");
    assert_int_equal(err.column, 4);
}

static void test_null(void **state)
{
    (void)state;
    assert_int_equal(error_set(NULL, FLASH_EIO, "x"), FLASH_EIO);
    assert_int_equal(error_sys(NULL, EACCES, "x"), FLASH_EACCESS);
    assert_int_equal(error_hint(NULL, "x"), FLASH_EACCESS);
    assert_int_equal(error_at(NULL, "x", 1, 1), FLASH_EACCESS);
}

static void test_sys(void **state)
{
    struct flash_error err;

    (void)state;
    assert_int_equal(error_sys(&err, ENOSPC, "cannot write '%s'", "a"), FLASH_EIO);
    assert_string_equal(err.message, "cannot write 'a': No space left on device");
    assert_int_equal(err.sys_errno, ENOSPC);
    assert_int_equal(error_sys(&err, EROFS, "x"), FLASH_EACCESS);
    assert_int_equal(error_sys(&err, EPERM, "x"), FLASH_EACCESS);
}

/* A message made of the message before, as when a caller adds to it. */
static void test_own_arguments(void **state)
{
    struct flash_error err;

    (void)state;
    error_set(&err, FLASH_EIO, "inner");
    error_set(&err, FLASH_ECORRUPT, "outer: %s", err.message);
    assert_string_equal(err.message, "outer: inner");
}

static void test_cut_at_character(void **state)
{
    struct flash_error err;
    char big[2000];

    (void)state;
    for (size_t i = 0; i + 1 < sizeof(big); i += 2)
        memcpy(big + i, "\xC3\xA4", 2);
    big[sizeof(big) - 2] = '\0';
    error_set(&err, FLASH_EIO, "%s", big);
    assert_int_equal(strlen(err.message), 510);
    error_set(&err, FLASH_EIO, "x%s", big);
    assert_int_equal(strlen(err.message), 511);
    error_at(&err, big, 1, 1);
    assert_int_equal(strlen(err.file), 254);
    memset(big, 'a', sizeof(big) - 1);
    big[sizeof(big) - 1] = '\0';
    error_set(&err, FLASH_EIO, "%s", big);
    assert_int_equal(strlen(err.message), 511);
}

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(error_code_name(FLASH_OK), "ok");
    assert_string_equal(error_code_name(FLASH_ESYNTAX), "syntax");
    assert_string_equal(error_code_name(FLASH_EBUG), "bug");
    for (int c = FLASH_EBUG; c <= 0; c++)
        assert_non_null(error_code_name((enum flash_code)c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_null),
        cmocka_unit_test(test_sys),
        cmocka_unit_test(test_own_arguments),
        cmocka_unit_test(test_cut_at_character),
        cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

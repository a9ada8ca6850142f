#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "engine.h"

/* Published schemas in the folder that FLASH_TEST_DATA names. */
static void compare(const char *name)
{
    const char *folder = getenv("FLASH_TEST_DATA");
    struct arena a;
    struct flash_str text;
    struct flash_error err = {0};

    if (folder == NULL)
        fail_msg("FLASH_TEST_DATA is not set");
    arena_init(&a, ARENA_DEFAULT);
    const char *path = arena_cprintf(&a, "%s/%s/sqlite.sql", folder, name);
    if (file_read(AT_FDCWD, path, 64U << 20, 0, &a, &text, &err) < 0)
        fail_msg("%s", err.message);
    engine_compare(text.ptr);
    arena_release(&a);
}

static void test_chinook(void **state)
{
    (void)state;
    compare("chinook");
}

static void test_sakila(void **state)
{
    (void)state;
    compare("sakila");
}

static void test_northwind(void **state)
{
    (void)state;
    compare("northwind");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chinook),
        cmocka_unit_test(test_sakila),
        cmocka_unit_test(test_northwind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

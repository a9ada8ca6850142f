#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

static void test_registry(void **state)
{
    (void)state;
    assert_ptr_equal(dialect_find(STR("sqlite")), dialect_default());
    assert_ptr_equal(dialect_find(STR("SQLite3")), dialect_default());
    assert_null(dialect_find(STR("")));
    assert_null(dialect_find(STR("oracle")));
    assert_ptr_equal(dialect_at(0), dialect_default());
    assert_null(dialect_at(1000));
}

static void test_parse(void **state)
{
    struct arena a;
    struct diags diags;
    struct schema *s = NULL;
    struct flash_error err = {0};
    struct source srcs[2];

    (void)state;
    arena_init(&a, ARENA_DEFAULT);
    diags_init(&diags, &a);
    assert_int_equal(source_init(&srcs[0], STR("a.sql"), STR("CREATE INDEX i ON t (a);"), &err), 0);
    assert_int_equal(source_init(&srcs[1], STR("b.sql"), STR("CREATE TABLE t (a);"), &err), 0);
    assert_int_equal(
        dialect_parse(dialect_default(), &a, srcs, 2, &s, NULL, &diags, &err), FLASH_OK);
    assert_true(s->frozen);
    assert_int_equal(s->objects.len, 1);
    assert_string_equal(
        s->objects.items[0]->text.ptr, "CREATE TABLE t (\n    a\n);\n\nCREATE INDEX i ON t (a);\n");
    assert_int_equal(
        dialect_parse(dialect_default(), &a, srcs, 1, &s, NULL, &diags, &err), FLASH_ESYNTAX);
    assert_string_equal(err.message, "no such table: 't'");
    assert_string_equal(err.file, "a.sql");
    assert_int_equal(err.line, 1);
    assert_int_equal(err.column, 19);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_registry),
        cmocka_unit_test(test_parse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/limits.h"
#include "base/source.h"
#include "base/str.h"

static struct arena arena;

static int setup(void **state)
{
    arena_init(&arena, (size_t)256 << 20);
    (void)state;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct source make(const char *text)
{
    struct source s;
    struct flash_error err;

    assert_int_equal(source_init(&s, STR("a.sql"), str_from(text), &err), 0);
    return s;
}

static const char *formatted(const struct diag *d)
{
    struct strbuf b;

    strbuf_init(&b, &arena, 1 << 16);
    diag_format(d, &b);
    return b.ptr;
}

static void test_places(void **state)
{
    struct source s = make("one\r\ntw\xC3\xB6 x\n\nlast");
    struct line_column at = loc_resolve((struct loc){&s, 10, 1});

    (void)state;
    assert_int_equal(at.line, 2);
    assert_int_equal(at.column, 5);
    assert_true(str_eq(at.text, STR("tw\xC3\xB6 x")));
    at = loc_resolve((struct loc){&s, 0, 0});
    assert_int_equal(at.line, 1);
    assert_true(str_eq(at.text, STR("one")));
    at = loc_resolve((struct loc){&s, 12, 0});
    assert_int_equal(at.line, 3);
    at = loc_resolve((struct loc){&s, 9999, 0});
    assert_int_equal(at.line, 4);
    assert_int_equal(at.column, 5);
    at = loc_resolve((struct loc){NULL, 3, 0});
    assert_int_equal(at.line, 0);
}

static void test_format(void **state)
{
    struct source s = make("CREATE TABLE t (\n\tid INTEGR,\n\tx\n)");
    struct diags d;
    struct diag *g;

    (void)state;
    diags_init(&d, &arena);
    g = diag_add(&d, DIAG_ERROR, (struct loc){&s, 21, 6}, "no type '%s'", "INTEGR");
    g->hint = STR("did you mean INTEGER?");
    assert_string_equal(formatted(g), "a.sql:2:5: error: no type 'INTEGR'\n\tid INTEGR,\n\t   "
                                      "^~~~~~\nhint: did you mean INTEGER?\n");
    g = diag_add(&d, DIAG_WARNING, (struct loc){0}, "odd");
    assert_string_equal(formatted(g), "warning: odd\n");
    assert_int_equal(d.errors, 1);
    assert_int_equal(d.warnings, 1);
}

static void test_long_line(void **state)
{
    char text[2001];
    struct source s;
    struct diags d;
    const char *out;

    (void)state;
    memset(text, 'x', 2000);
    text[2000] = '\0';
    text[1000] = '!';
    s = make(text);
    diags_init(&d, &arena);
    out = formatted(diag_add(&d, DIAG_ERROR, (struct loc){&s, 1000, 5000}, "m"));
    assert_true(strlen(out) < 300);
    assert_non_null(strchr(out, '!'));
    const char *line = strchr(out, '\n') + 1;
    const char *caret = strchr(line, '\n') + 1;
    assert_int_equal(strchr(line, '!') - line, strchr(caret, '^') - caret);
    out = formatted(diag_add(&d, DIAG_ERROR, (struct loc){&s, 2000, 0}, "m"));
    assert_true(strlen(out) < 300);
}

static void test_control_characters(void **state)
{
    struct source s = make("a \x1b[31m b");
    struct diags d;

    (void)state;
    diags_init(&d, &arena);
    assert_string_equal(formatted(diag_add(&d, DIAG_NOTE, (struct loc){&s, 2, 1}, "m")),
        "a.sql:1:3: note: m\na ?[31m b\n  ^\n");
}

static void test_error(void **state)
{
    struct source s = make("a\nbb cc\n");
    struct flash_error err;
    struct diags d;

    (void)state;
    diags_init(&d, &arena);
    assert_int_equal(diags_error(&d, &err), 0);
    diag_add(&d, DIAG_WARNING, (struct loc){&s, 0, 1}, "warned");
    assert_int_equal(diags_error(&d, &err), 0);
    diag_add(&d, DIAG_ERROR, (struct loc){&s, 5, 2}, "first")->hint = STR("h");
    diag_add(&d, DIAG_ERROR, (struct loc){&s, 0, 1}, "second");
    assert_int_equal(diags_error(&d, &err), FLASH_ESYNTAX);
    assert_int_equal(diags_error(&d, NULL), FLASH_ESYNTAX);
    assert_string_equal(err.message, "first");
    assert_string_equal(err.file, "a.sql");
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 4);
    assert_string_equal(err.detail, "bb cc\n   ^~");
    assert_string_equal(err.hint, "h");
}

static void test_bounded(void **state)
{
    struct source s = make("x");
    struct flash_error err;
    struct diags d;

    (void)state;
    diags_init(&d, &arena);
    for (int i = 0; i < 1000; i++)
        diag_add(&d, DIAG_WARNING, (struct loc){&s, 0, 1}, "w%d", i)->hint = STR("h");
    size_t used = arena_used(&arena);
    for (int i = 0; i < 1000; i++)
        diag_add(&d, DIAG_WARNING, (struct loc){&s, 0, 1}, "w%d", i);
    assert_int_equal(arena_used(&arena), used);
    for (int i = 0; i < 1000; i++)
        diag_add(&d, DIAG_ERROR, (struct loc){&s, 0, 1}, "e%d", i);
    assert_int_equal(d.warnings, 2000);
    assert_int_equal(d.errors, 1000);
    assert_int_equal(d.list.len, 2 * LIMIT_ERRORS);
    assert_true(d.truncated);
    assert_int_equal(diags_error(&d, &err), FLASH_ESYNTAX);
    assert_string_equal(err.message, "e0");
}

static void test_bad_text(void **state)
{
    struct source s;
    struct flash_error err;

    (void)state;
    assert_int_equal(source_init(&s, STR("a"), STR("x\ny\0"), &err), FLASH_EINVALID);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 2);
    assert_int_equal(source_init(&s, STR("a"), STR("\xEF\xBB\xBFok\xff"), &err), FLASH_EINVALID);
    assert_int_equal(err.column, 3);
    assert_int_equal(source_init(&s, STR("a"), STR("\xFF\xFEx\0"), &err), FLASH_EINVALID);
    assert_string_equal(err.hint, "save it as UTF-8");
    assert_int_equal(source_init(&s, STR("a"), STR("\xEF\xBB\xBFok"), &err), 0);
    assert_true(str_eq(s.text, STR("ok")));
    assert_int_equal(
        source_init(&s, STR("a"), (struct flash_str){"", LIMIT_FILE + 1}, &err), FLASH_ETOOBIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_long_line),
        cmocka_unit_test(test_control_characters),
        cmocka_unit_test(test_error),
        cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_bad_text),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "base/trace.h"

static struct arena arena;
static char path[] = "/tmp/flash-test-trace-XXXXXX";

static int setup(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    arena_init(&arena, ARENA_SMALL);
    return fd < 0 ? -1 : close(fd);
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return unlink(path);
}

static const char *written(void)
{
    struct flash_str s;

    assert_int_equal(file_read(AT_FDCWD, path, 1 << 22, 0, &arena, &s, NULL), 0);
    assert_int_equal(truncate(path, 0), 0);
    return s.ptr;
}

static void start(const char *prefix)
{
    setenv("FLASH_TRACE", arena_cprintf(&arena, "%s%s", prefix, path), 1);
    trace_init();
}

static int calls;

static int counted(void)
{
    return ++calls;
}

static void test_off(void **state)
{
    struct trace_span span;

    (void)state;
    unsetenv("FLASH_TRACE");
    trace_init();
    assert_int_equal(trace_level, 0);
    TRACE("x", "%d", counted());
    assert_int_equal(calls, 0);
    span = trace_begin("a", "b");
    trace_end(&span);
    setenv("FLASH_TRACE", "0", 1);
    trace_init();
    assert_int_equal(trace_level, 0);
    trace_done();
}

static void test_text(void **state)
{
    struct trace_span span;
    const char *out;

    (void)state;
    start("");
    assert_int_equal(trace_level, 2);
    TRACE("sql", "CREATE TABLE t (\n  id\n)");
    span = trace_begin("store", "commit");
    trace_end(&span);
    trace_done();
    assert_int_equal(trace_level, 0);
    out = written();
    assert_non_null(strstr(out, " sql: CREATE TABLE t (\n      id\n    )\n"));
    assert_non_null(strstr(out, " store: commit: "));
    assert_non_null(strstr(out, " ms\n"));
}

static void test_json(void **state)
{
    const char *out;

    (void)state;
    start("json:");
    TRACE("sql", "a\n\"b\"");
    trace_done();
    out = written();
    assert_non_null(strstr(out, "\"area\":\"sql\",\"message\":\"a\\n\\\"b\\\"\"}\n"));
    assert_ptr_equal(strchr(out, '\n') + 1, out + strlen(out));
}

static void test_long(void **state)
{
    char *big = arena_alloc(&arena, 300001, 1);

    (void)state;
    memset(big, '\n', 300000);
    start("");
    TRACE("x", "%s", big);
    trace_done();
    assert_true(strlen(written()) > 1000);
}

static void test_redact(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"sqlite:dev.db", "sqlite:dev.db"},
        {"sqlite:dev.db?key=abc&mode=ro", "sqlite:dev.db?key=***&mode=ro"},
        {"postgres://host:5432/db", "postgres://host:5432/db"},
        {"postgres://u@host/db", "postgres://u@host/db"},
        {"postgres://u:secret@host/db", "postgres://u:***@host/db"},
        {"postgres://u:se@c/r:t@host:1/db", "postgres://u:***@host:1/db"},
        {"postgres://u:a?b@host/db", "postgres://u:***@host/db"},
        {"postgres://u:a?b@host/db?Password=x", "postgres://u:***@host/db?Password=***"},
        {"postgresql:///db?user=u&password=p%40&sslmode=x",
            "postgresql:///db?user=u&password=***&sslmode=x"},
        {"mysql://u:@h/d", "mysql://u:***@h/d"},
        {"mongodb://h/?authToken=1&x", "mongodb://h/?authToken=***&x"},
        {"no url at all: a@b", "no url at all: a@b"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(url_redact(&arena, str_from(cases[i][0])).ptr, cases[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_off),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_redact),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/proc.h"
#include "base/progress.h"
#include "base/str.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)256 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void test_environment(void **state)
{
    (void)state;
    setenv("FLASH_TEST_X", "", 1);
    assert_null(proc_getenv("FLASH_TEST_X"));
    setenv("FLASH_TEST_X", "v", 1);
    assert_string_equal(proc_getenv("FLASH_TEST_X"), "v");
    assert_string_equal(proc_getenv_raw("FLASH_TEST_X"), "v");
    unsetenv("FLASH_TEST_X");
    assert_null(proc_getenv_raw("FLASH_TEST_X"));
    assert_true(strlen(proc_user(&arena)) > 0);
    assert_true(strlen(proc_host(&arena)) > 0);
    setenv("COLUMNS", "123", 1);
    assert_int_equal(proc_columns(-1), 123);
    unsetenv("COLUMNS");
    assert_int_equal(proc_columns(-1), 80);
    assert_false(proc_is_tty(-1));
}

static void test_random(void **state)
{
    unsigned char a[16], b[16];

    (void)state;
    unsetenv("FLASH_RANDOM_SEED");
    assert_int_equal(proc_random(a, NULL), 0);
    assert_int_equal(proc_random(b, NULL), 0);
    assert_memory_not_equal(a, b, 16);
    setenv("FLASH_RANDOM_SEED", "1", 1);
    assert_int_equal(proc_random(a, NULL), 0);
    assert_int_equal(proc_random(b, NULL), 0);
    assert_memory_not_equal(a, b, 16);
    unsetenv("FLASH_RANDOM_SEED");
}

static int run(const char *script, struct flash_str input, size_t max, struct flash_str *out,
    int *status, struct flash_error *err)
{
    const char *argv[] = {"sh", "-c", script, NULL};

    return proc_capture(argv, "/", input, max, &arena, out, status, err);
}

static void test_capture(void **state)
{
    struct flash_error err;
    struct flash_str out;
    int status;

    (void)state;
    assert_int_equal(run("pwd; cat; exit 3", STR("in"), 100, &out, &status, &err), 0);
    assert_string_equal(out.ptr, "/\nin");
    assert_int_equal(status, 3);
    assert_int_equal(run("kill -9 $$", STR(""), 100, &out, &status, &err), 0);
    assert_int_equal(status, 128 + 9);
    assert_int_equal(run("true", STR(""), 100, &out, &status, &err), 0);
    assert_int_equal(out.len, 0);
    assert_int_equal(run("yes", STR(""), 1000, &out, &status, &err), FLASH_ETOOBIG);
}

#define BIG ((size_t)3 << 20)

/* More than a pipe holds, in both directions at once; and a child that reads nothing of it. */
static void test_capture_big(void **state)
{
    char *bytes = arena_alloc(&arena, BIG, 1);
    struct flash_str out;
    int status;

    (void)state;
    memset(bytes, 'b', BIG);
    assert_int_equal(run("cat", (struct flash_str){bytes, BIG}, BIG, &out, &status, NULL), 0);
    assert_int_equal(out.len, BIG);
    assert_int_equal(status, 0);
    assert_int_equal(
        run("exec 0<&-; echo x", (struct flash_str){bytes, BIG}, 9, &out, &status, NULL), 0);
    assert_string_equal(out.ptr, "x\n");
}

static void test_capture_fails(void **state)
{
    const char *none[] = {"flash-no-such-program", NULL};
    const char *folder[] = {"/", NULL};
    const char *ok[] = {"true", NULL};
    struct flash_error err;
    struct flash_str out;
    int status;

    (void)state;
    assert_int_equal(
        proc_capture(none, NULL, STR(""), 9, &arena, &out, &status, &err), FLASH_ENOTFOUND);
    assert_non_null(strstr(err.message, "'flash-no-such-program'"));
    assert_int_equal(
        proc_capture(folder, NULL, STR(""), 9, &arena, &out, &status, &err), FLASH_EACCESS);
    assert_int_equal(
        proc_capture(ok, "/no/such/folder", STR(""), 9, &arena, &out, &status, &err), FLASH_EIO);
    assert_non_null(strstr(err.message, "/no/such/folder"));
}

static void test_clock(void **state)
{
    uint64_t before = clock_mono_us();

    (void)state;
    clock_sleep_ms(5);
    assert_true(clock_mono_us() - before >= 5000);
    unsetenv("FLASH_CLOCK");
    assert_true(clock_now() > 1700000000);
    setenv("FLASH_CLOCK", "1700000000", 1);
    assert_int_equal(clock_now(), 1700000000);
    assert_int_equal(clock_offset_min(), 0);
    unsetenv("FLASH_CLOCK");
    assert_string_equal(clock_iso(&arena, 1795428000).ptr, "2026-11-23T10:00:00Z");
    assert_string_equal(clock_git(&arena, 1795424400, 60).ptr, "Mon Nov 23 10:00:00 2026 +0100");
    assert_string_equal(clock_git(&arena, 0, -150).ptr, "Wed Dec 31 21:30:00 1969 -0230");
    assert_string_equal(clock_iso(&arena, INT64_MAX).ptr, "1970-01-01T00:00:00Z");
    assert_string_equal(clock_iso(&arena, INT64_MIN).ptr, "1970-01-01T00:00:00Z");
    assert_string_equal(clock_git(&arena, INT64_MIN, 5).ptr, "Thu Jan 1 00:00:00 1970 +0005");
    assert_string_equal(clock_git(&arena, 0, 99999).ptr, "Thu Jan 1 00:00:00 1970 +0000");
}

static void see(void *payload, const char *what, uint64_t done, uint64_t total)
{
    assert_string_equal(what, "objects");
    *(uint64_t *)payload = done * 100 / total;
}

static void test_progress(void **state)
{
    uint64_t percent = 0;
    struct progress p = {see, &percent};
    struct progress silent = {0};

    (void)state;
    progress_update(NULL, "objects", 1, 2);
    progress_update(&silent, "objects", 1, 2);
    progress_update(&p, "objects", 1, 2);
    assert_int_equal(percent, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_capture),
        cmocka_unit_test(test_capture_big),
        cmocka_unit_test(test_capture_fails),
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_progress),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

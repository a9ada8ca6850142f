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
#include "base/proc.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "cli/output.h"
#include "cli/textdiff.h"

static struct arena arena;
static struct arena scratch;
static char path[] = "/tmp/flash-test-textdiff-XXXXXX";
static int real_stdout;

static int setup(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    arena_init(&arena, (size_t)1 << 30);
    arena_init(&scratch, (size_t)1 << 30);
    real_stdout = dup(STDOUT_FILENO);
    return fd < 0 ? -1 : close(fd);
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    arena_release(&scratch);
    return unlink(path);
}

/* What textdiff_print writes to standard output. */
static struct flash_str diff(struct flash_str a, struct flash_str b)
{
    struct output o;
    struct flash_str got;
    int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

    fflush(stdout);
    dup2(fd, STDOUT_FILENO);
    close(fd);
    output_init(&o, &arena);
    textdiff_print(&o, scratch, a, b);
    out_flush(&o);
    dup2(real_stdout, STDOUT_FILENO);
    assert_int_equal(file_read(AT_FDCWD, path, (size_t)64 << 20, 0, &arena, &got, NULL), 0);
    return got;
}

static struct flash_str next_line(struct flash_str *rest)
{
    struct flash_str line = STR("");

    str_split(rest, '\n', &line);
    return line;
}

static void keep_until(struct strbuf *out, struct flash_str *from, size_t *at, size_t line)
{
    for (; *at < line; ++*at) {
        struct flash_str l = next_line(from);

        strbuf_add(out, l);
        strbuf_addc(out, '\n');
    }
}

/* The hunks done to from. Every line that a hunk names must be there. */
static struct flash_str patch(struct flash_str from, struct flash_str hunks)
{
    struct strbuf out;
    size_t at = 0;

    strbuf_init(&out, &arena, (size_t)64 << 20);
    while (hunks.len) {
        struct flash_str l = next_line(&hunks);
        size_t start, count;

        if (sscanf(arena_cstr(&arena, l), "@@ -%zu,%zu ", &start, &count) == 2) {
            keep_until(&out, &from, &at, count ? start - 1 : start);
            continue;
        }
        assert_true(l.len >= 1);
        if (l.ptr[0] != '+') {
            struct flash_str have = next_line(&from);

            assert_true(str_eq(have, str_skip(l, 1)));
            at++;
        }
        if (l.ptr[0] != '-') {
            strbuf_add(&out, str_skip(l, 1));
            strbuf_addc(&out, '\n');
        }
    }
    strbuf_add(&out, from.ptr ? from : STR(""));
    return strbuf_str(&out);
}

static size_t count_marked(struct flash_str hunks)
{
    struct flash_str l;
    size_t n = 0;

    while (hunks.len && str_split(&hunks, '\n', &l))
        n += l.len && (l.ptr[0] == '+' || l.ptr[0] == '-');
    return n;
}

static void check(struct flash_str a, struct flash_str b)
{
    struct flash_str d = diff(a, b);

    assert_true(str_eq(patch(a, d), b));
    assert_int_equal(d.len == 0, str_eq(a, b));
}

static uint64_t seed;

static unsigned below(unsigned n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % n;
}

static struct flash_str random_text(unsigned lines, unsigned letters)
{
    struct strbuf b;

    strbuf_init(&b, &arena, 1 << 20);
    for (unsigned i = 0; i < lines; i++)
        strbuf_addf(&b, "%c\n", 'a' + (int)below(letters));
    return strbuf_str(&b);
}

static void test_random(void **state)
{
    const char *given = proc_getenv_raw("FLASH_TEST_SEED");
    unsigned n = 0;

    (void)state;
    seed = given ? strtoull(given, NULL, 10) : 1;
    for (; n < 3000; n++) {
        struct arena mark = arena;

        check(random_text(below(30), 1 + below(6)), random_text(below(30), 1 + below(6)));
        arena = mark;
    }
    print_message("seed: %s\ncount: texts %u\n", given ? given : "1", n);
}

static void test_shapes(void **state)
{
    (void)state;
    check(STR(""), STR(""));
    check(STR(""), STR("a\n"));
    check(STR("a\n"), STR(""));
    check(STR("a\nb\n"), STR("a\nb\n"));
    assert_string_equal(
        diff(STR("1\n2\n3\n4\n5\n6\n7\n8\n9\n"), STR("1\n2\n3\n4\nx\n6\n7\n8\n9\n")).ptr,
        "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

/* A small change among many lines costs as many edits as it has; two strangers are replaced whole.
 */
static void test_large(void **state)
{
    struct strbuf a;
    struct strbuf b;
    struct flash_str d;

    (void)state;
    strbuf_init(&a, &arena, 1 << 24);
    strbuf_init(&b, &arena, 1 << 24);
    for (int i = 0; i < 50000; i++) {
        strbuf_addf(&a, "line %d\n", i);
        strbuf_addf(&b, i % 10000 == 5 ? "changed %d\n" : "line %d\n", i);
    }
    d = diff(strbuf_str(&a), strbuf_str(&b));
    assert_int_equal(count_marked(d), 10);
    assert_true(str_eq(patch(strbuf_str(&a), d), strbuf_str(&b)));
    strbuf_truncate(&b, 0);
    for (int i = 0; i < 50000; i++)
        strbuf_addf(&b, "other %d\n", i);
    d = diff(strbuf_str(&a), strbuf_str(&b));
    assert_int_equal(count_marked(d), 100000);
    assert_true(str_eq(patch(strbuf_str(&a), d), strbuf_str(&b)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_large),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

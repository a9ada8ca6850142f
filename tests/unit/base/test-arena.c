#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <limits.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

static void test_zeroed_after_reuse(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, ARENA_SMALL);
    for (int round = 0; round < 3; round++) {
        for (size_t n = 1; n < 5000; n = n * 3 + 1) {
            unsigned char *p = arena_alloc(&a, n, 1);

            for (size_t i = 0; i < n; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xAA, n);
        }
        arena_reset(&a);
        assert_int_equal(arena_used(&a), 0);
    }
    arena_release(&a);
    arena_release(&a);
}

static char *use_scratch(struct arena *perm, struct arena scratch)
{
    char *t = arena_cprintf(&scratch, "temporary %d", 1);

    return arena_cprintf(perm, "<%s>", t);
}

static void test_scratch_by_value(void **state)
{
    struct arena perm, scratch;

    (void)state;
    arena_init(&perm, ARENA_SMALL);
    arena_init(&scratch, ARENA_SMALL);
    arena_alloc(&scratch, 10, 1);
    size_t before = arena_used(&scratch);
    assert_string_equal(use_scratch(&perm, scratch), "<temporary 1>");
    assert_int_equal(arena_used(&scratch), before);
    unsigned char *p = arena_alloc(&scratch, 64, 1);
    for (int i = 0; i < 64; i++)
        assert_int_equal(p[i], 0);
    arena_release(&perm);
    arena_release(&scratch);
}

static void test_alignment(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, ARENA_SMALL);
    for (size_t align = 1; align <= 4096; align *= 2) {
        arena_alloc(&a, 1, 1);
        assert_int_equal((uintptr_t)arena_alloc(&a, 3, align) % align, 0);
    }
    assert_non_null(arena_alloc(&a, 0, 1));
    arena_release(&a);
}

static void test_grow(void **state)
{
    struct arena a;
    char *p, *q;

    (void)state;
    arena_init(&a, ARENA_SMALL);
    p = arena_grow(&a, NULL, 0, 10, 1);
    memset(p, 'x', 10);
    q = arena_grow(&a, p, 10, 1000, 1);
    assert_ptr_equal(p, q);
    for (int i = 10; i < 1000; i++)
        assert_int_equal(q[i], 0);
    arena_alloc(&a, 1, 1);
    p = arena_grow(&a, q, 1000, 2000, 1);
    assert_ptr_not_equal(p, q);
    assert_memory_equal(p, "xxxxxxxxxx", 10);
    for (int i = 10; i < 2000; i++)
        assert_int_equal(p[i], 0);
    arena_release(&a);
}

static void test_strings(void **state)
{
    struct arena a;
    char big[1000];
    struct flash_str s;

    (void)state;
    arena_init(&a, ARENA_SMALL);
    memset(big, 'b', sizeof(big) - 1);
    big[sizeof(big) - 1] = '\0';
    s = arena_printf(&a, "%s-%s", big, big);
    assert_int_equal(s.len, 2 * (sizeof(big) - 1) + 1);
    assert_int_equal(s.ptr[s.len], '\0');
    s = arena_str(&a, STR("a\0b"));
    assert_int_equal(s.len, 3);
    assert_memory_equal(s.ptr, "a\0b", 4);
    assert_string_equal(arena_cstr(&a, STR_NULL), "");
    arena_release(&a);
}

static void test_marks(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, ARENA_SMALL);
    arena_alloc(&a, 100, 8);
    struct arena mark = a;
    memset(arena_alloc(&a, 100000, 8), 1, 100000);
    a = mark;
    assert_int_equal(arena_used(&a), arena_used(&mark));
    assert_int_equal(*(unsigned char *)arena_alloc(&a, 8, 8), 0);
    arena_release(&a);
}

static void leave(size_t wanted)
{
    (void)wanted;
    _exit(42);
}

static int status_of(void (*f)(void))
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        arena_oom = leave;
        f();
        _exit(0);
    }
    waitpid(pid, &status, 0);
    return WEXITSTATUS(status);
}

static void too_much(void)
{
    struct arena a;

    arena_init(&a, 1 << 20);
    arena_alloc(&a, (size_t)8 << 20, 1);
}

static void overflowing_array(void)
{
    struct arena a;

    arena_init(&a, 1 << 20);
    arena_alloc_array(&a, SIZE_MAX / 2, 4, 4);
}

static void huge_size(void)
{
    struct arena a;

    arena_init(&a, 1 << 20);
    arena_alloc(&a, SIZE_MAX - 4, 16);
}

static void grow_too_much(void)
{
    struct arena a;
    char *p;

    arena_init(&a, 1 << 20);
    p = arena_alloc(&a, 100, 1);
    arena_grow(&a, p, 100, (size_t)8 << 20, 1);
}

static void many_small(void)
{
    struct arena a;

    arena_init(&a, 1 << 20);
    for (;;)
        arena_alloc(&a, 1000, 8);
}

static void test_oom(void **state)
{
    (void)state;
    assert_int_equal(status_of(too_much), 42);
    assert_int_equal(status_of(overflowing_array), 42);
    assert_int_equal(status_of(huge_size), 42);
    assert_int_equal(status_of(grow_too_much), 42);
    assert_int_equal(status_of(many_small), 42);
}

#ifndef __SANITIZE_ADDRESS__
static void under_limit(void)
{
    struct rlimit r = {(rlim_t)1 << 30, (rlim_t)1 << 30};
    struct arena a;

    setrlimit(RLIMIT_AS, &r);
    arena_init(&a, ARENA_DEFAULT);
    arena_alloc(&a, 1 << 20, 1);
    if (a.reserved < ((size_t)100 << 20))
        _exit(1);
}
#endif

static void test_address_space_limit(void **state)
{
    (void)state;
#ifndef __SANITIZE_ADDRESS__
    assert_int_equal(status_of(under_limit), 0);
#endif
}

static void test_vec(void **state)
{
    VEC(int) v = {0};
    struct arena a;

    (void)state;
    arena_init(&a, ARENA_SMALL);
    for (int i = 0; i < 10000; i++) {
        int *p = vec_push(&a, &v);

        assert_int_equal(*p, 0);
        *p = i;
        if (i % 100 == 0)
            arena_alloc(&a, 1, 1);
    }
    assert_int_equal(v.len, 10000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(v.items[i], i);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zeroed_after_reuse),
        cmocka_unit_test(test_scratch_by_value),
        cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_grow),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_oom),
        cmocka_unit_test(test_address_space_limit),
        cmocka_unit_test(test_vec),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

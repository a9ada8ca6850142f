#include "schema/topo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/str.h"

static void run(size_t n, const struct topo_edge *edges, size_t nedges, const uint32_t *want,
    size_t ncycle_want, const uint32_t *cycle_want)
{
    struct arena perm, scratch;
    uint32_t out[16], *cycle;
    size_t ncycle;
    arena_init(&perm, ARENA_SMALL);
    arena_init(&scratch, ARENA_SMALL);
    bool ok = topo_sort(n, edges, nedges, &perm, scratch, out, &cycle, &ncycle);
    assert_int_equal(ok, ncycle_want == 0);
    assert_int_equal(ncycle, ncycle_want);
    for (size_t i = 0; i < ncycle; i++)
        assert_int_equal(cycle[i], cycle_want[i]);
    for (size_t i = 0; ok && i < n; i++)
        assert_int_equal(out[i], want[i]);
    if (!ok) {
        topo_sort_lax(n, edges, nedges, scratch, out);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(out[i], want[i]);
    }
    arena_release(&perm);
    arena_release(&scratch);
}

static void test_orders(void **state)
{
    (void)state;
    run(4, NULL, 0, (const uint32_t[]){0, 1, 2, 3}, 0, NULL);
    run(0, NULL, 0, NULL, 0, NULL);
    const struct topo_edge back[] = {{3, 0}, {2, 1}};
    run(4, back, 2, (const uint32_t[]){2, 1, 3, 0}, 0, NULL);
    const struct topo_edge twice[] = {{1, 0}, {1, 0}};
    run(2, twice, 2, (const uint32_t[]){1, 0}, 0, NULL);
}

static void test_cycles(void **state)
{
    (void)state;
    const struct topo_edge own[] = {{1, 1}};
    run(2, own, 1, (const uint32_t[]){0, 1}, 1, (const uint32_t[]){1});
    /* 4 -> 2 -> 3 -> 4, and 0 behind it */
    const struct topo_edge three[] = {{4, 2}, {2, 3}, {3, 4}, {3, 0}};
    run(5, three, 4, (const uint32_t[]){1, 2, 3, 0, 4}, 3, (const uint32_t[]){2, 3, 4});
    const struct topo_edge two[] = {{0, 1}, {1, 0}, {2, 3}, {3, 2}, {3, 0}};
    run(4, two, 5, (const uint32_t[]){1, 2, 3, 0}, 2, (const uint32_t[]){0, 1});
}

static void test_long_chain(void **state)
{
    enum { N = 200000 };
    struct arena perm, scratch;
    size_t ncycle;
    uint32_t *cycle;
    (void)state;
    arena_init(&perm, ARENA_DEFAULT);
    arena_init(&scratch, ARENA_DEFAULT);
    struct topo_edge *edges = arena_array(&perm, struct topo_edge, N);
    uint32_t *out = arena_array(&perm, uint32_t, N);
    for (uint32_t i = 1; i < N; i++)
        edges[i] = (struct topo_edge){i, i - 1};
    assert_true(topo_sort(N, edges + 1, N - 1, &perm, scratch, out, &cycle, &ncycle));
    assert_int_equal(out[0], N - 1);
    edges[0] = (struct topo_edge){0, N - 1};
    assert_false(topo_sort(N, edges, N, &perm, scratch, out, &cycle, &ncycle));
    assert_int_equal(ncycle, N);
    topo_sort_lax(N, edges, N, scratch, out);
    assert_int_equal(out[5], 5);
    arena_release(&perm);
    arena_release(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_orders), cmocka_unit_test(test_cycles),
        cmocka_unit_test(test_long_chain)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

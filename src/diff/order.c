#include "diff/order.h"

/* Patience sorting: tails[k] is where the best rising run of length k + 1 ends. */
static size_t place(const uint32_t *values, const uint32_t *tails, size_t ntails, uint32_t v)
{
    size_t lo = 0, hi = ntails;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (values[tails[mid]] < v)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

void order_moved(const uint32_t *values, size_t n, bool *moved, struct arena scratch)
{
    uint32_t *tails = arena_array(&scratch, uint32_t, n + 1);
    uint32_t *before = arena_array(&scratch, uint32_t, n + 1);
    size_t ntails = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = place(values, tails, ntails, values[i]);
        before[i] = k > 0 ? tails[k - 1] : UINT32_MAX;
        tails[k] = (uint32_t)i;
        ntails = k == ntails ? ntails + 1 : ntails;
        moved[i] = true;
    }
    for (uint32_t i = ntails > 0 ? tails[ntails - 1] : UINT32_MAX; i != UINT32_MAX; i = before[i])
        moved[i] = false;
}

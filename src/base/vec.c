#include "base/vec.h"

#include <assert.h>
#include <stdint.h>

#define VEC_FIRST 8

void *vec_grow(struct arena *a, void *items, size_t *cap, size_t item_size)
{
    size_t n = *cap ? *cap * 2 : VEC_FIRST;

    assert(item_size);
    if (n > SIZE_MAX / 2 / item_size)
        n = SIZE_MAX / 2 / item_size; /* the arena refuses it */
    items = arena_grow(a, items, *cap * item_size, n * item_size, _Alignof(max_align_t));
    *cap = n;
    return items;
}

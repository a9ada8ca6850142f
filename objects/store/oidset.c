#include "objects/store/oidset.h"

#include <assert.h>
#include <string.h>

/* The ids of a hostile store could be chosen to collide in 8 bytes; SHA-1 prefixes that long are
 * dear to make, and linear probing then only gets slow, not wrong. */
static size_t slot_of(const struct oid_set *set, const struct oid *id)
{
    uint64_t h;

    memcpy(&h, id->b, sizeof h);
    h *= UINT64_C(0x9e3779b97f4a7c15);
    size_t i = (size_t)(h >> 20) & (set->nslots - 1);
    while (set->slots[i] && !oid_eq(&set->items[set->slots[i] - 1].id, id))
        i = (i + 1) & (set->nslots - 1);
    return i;
}

struct oid_set_item *oid_set_find(const struct oid_set *set, const struct oid *id)
{
    if (set->len == 0)
        return NULL;
    uint32_t at = set->slots[slot_of(set, id)];
    return at ? &set->items[at - 1] : NULL;
}

static void grow(struct arena *a, struct oid_set *set)
{
    size_t cap = set->cap ? set->cap * 2 : 64;
    struct oid_set_item *items = arena_array(a, struct oid_set_item, cap);

    assert(cap < UINT32_MAX / 4);
    if (set->len)
        memcpy(items, set->items, set->len * sizeof *items);
    set->items = items;
    set->cap = cap;
    set->nslots = cap * 2;
    set->slots = arena_array(a, uint32_t, set->nslots);
    for (size_t i = 0; i < set->len; i++)
        set->slots[slot_of(set, &items[i].id)] = (uint32_t)i + 1;
}

bool oid_set_add(
    struct arena *a, struct oid_set *set, const struct oid *id, struct oid_set_item **item)
{
    struct oid_set_item *there = oid_set_find(set, id);

    if (there) {
        if (item)
            *item = there;
        return false;
    }
    if (set->len == set->cap)
        grow(a, set);
    size_t slot = slot_of(set, id);
    set->items[set->len] = (struct oid_set_item){.id = *id};
    set->slots[slot] = (uint32_t)++set->len;
    if (item)
        *item = &set->items[set->len - 1];
    return true;
}

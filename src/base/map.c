#include "base/map.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"

#define MAP_FIRST 8

typedef bool same_fn(struct flash_str a, struct flash_str b);

static bool same_ptr(struct flash_str a, struct flash_str b)
{
    return a.ptr == b.ptr;
}

static uint64_t hash_ptr(const void *p)
{
    uint64_t h = (uint64_t)(uintptr_t)p;

    h ^= h >> 33;
    h *= UINT64_C(0xff51afd7ed558ccd);
    h ^= h >> 33;
    h *= UINT64_C(0xc4ceb9fe1a85ec53);
    return h ^ h >> 33;
}

/* The slot of key, or the free one where it would go. The map has slots. */
static uint32_t *find_slot(const struct map *m, struct flash_str key, uint64_t hash, same_fn *same)
{
    size_t mask = m->nslots - 1;

    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        uint32_t at = m->slots[i];

        if (at == 0)
            return &m->slots[i];
        if (m->items[at - 1].hash == hash && same(m->items[at - 1].key, key))
            return &m->slots[i];
    }
}

static void rebuild_slots(struct arena *a, struct map *m)
{
    size_t mask;

    if (m->nslots < m->cap * 2) {
        m->nslots = m->cap * 2;
        m->slots = arena_array(a, uint32_t, m->nslots);
    } else {
        memset(m->slots, 0, m->nslots * sizeof(*m->slots));
    }
    mask = m->nslots - 1;
    for (size_t n = 0; n < m->len; n++) {
        size_t i = (size_t)m->items[n].hash & mask;

        while (m->slots[i])
            i = (i + 1) & mask;
        m->slots[i] = (uint32_t)(n + 1);
    }
}

static void drop_removed(struct map *m)
{
    size_t kept = 0;

    for (size_t n = 0; n < m->len; n++)
        if (m->items[n].value)
            m->items[kept++] = m->items[n];
    assert(kept == m->live);
    m->len = kept;
}

static void make_room(struct arena *a, struct map *m)
{
    size_t cap = m->cap ? m->cap * 2 : MAP_FIRST;

    if (m->len < m->cap)
        return;
    if (m->live < m->len)
        drop_removed(m);
    if (m->cap == 0 || m->live > m->cap / 2) {
        assert(cap < UINT32_MAX / 2);
        m->items = arena_grow(a, m->items, m->cap * sizeof(*m->items), cap * sizeof(*m->items),
            _Alignof(struct map_item));
        m->cap = cap;
    }
    rebuild_slots(a, m);
}

static void *get(const struct map *m, struct flash_str key, uint64_t hash, same_fn *same)
{
    uint32_t at;

    if (m->nslots == 0)
        return NULL;
    at = *find_slot(m, key, hash, same);
    return at ? m->items[at - 1].value : NULL;
}

static void *put(struct arena *a, struct map *m, struct map_item item, same_fn *same)
{
    uint32_t *slot;

    assert(item.value);
    if (m->nslots) {
        slot = find_slot(m, item.key, item.hash, same);
        if (*slot && m->items[*slot - 1].value) {
            void *old = m->items[*slot - 1].value;

            m->items[*slot - 1].value = item.value;
            return old;
        }
    }
    make_room(a, m);
    /* One that was removed and comes back goes to the end, as a new one does. */
    slot = find_slot(m, item.key, item.hash, same);
    m->items[m->len++] = item;
    m->live++;
    *slot = (uint32_t)m->len;
    return NULL;
}

void *map_get(const struct map *m, struct flash_str key)
{
    return m->live ? get(m, key, str_hash(key), str_eq) : NULL;
}

void *map_put(struct arena *a, struct map *m, struct flash_str key, void *value)
{
    return put(a, m, (struct map_item){key, str_hash(key), value}, str_eq);
}

void *map_remove(struct map *m, struct flash_str key)
{
    uint32_t at;
    void *old;

    if (m->live == 0)
        return NULL;
    at = *find_slot(m, key, str_hash(key), str_eq);
    old = at ? m->items[at - 1].value : NULL;
    if (old) {
        m->items[at - 1].value = NULL;
        m->live--;
    }
    return old;
}

void *map_get_ptr(const struct map *m, const void *key)
{
    return m->live ? get(m, (struct flash_str){key, 0}, hash_ptr(key), same_ptr) : NULL;
}

void *map_put_ptr(struct arena *a, struct map *m, const void *key, void *value)
{
    return put(a, m, (struct map_item){{key, 0}, hash_ptr(key), value}, same_ptr);
}

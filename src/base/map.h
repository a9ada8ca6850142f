#ifndef BASE_MAP_H
#define BASE_MAP_H

/* Open-addressing hash maps in an arena. Zero is an empty map; iteration order is insertion order
 * (items[0..len)), so results never depend on addresses. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct map_item {
    struct flash_str key; /* borrowed: must outlive the map */
    uint64_t hash;
    void *value; /* NULL = removed */
};

struct map {
    struct map_item *items;
    uint32_t *slots; /* index + 1 into items; 0 = free */
    size_t len, cap, nslots, live;
};

void *map_get(const struct map *m, struct flash_str key);
/* Returns the value that was there, NULL if new. value must not be NULL. */
void *map_put(struct arena *a, struct map *m, struct flash_str key, void *value);
void *map_remove(struct map *m, struct flash_str key);

/* The same with a pointer as key (symbols, objects). */
void *map_get_ptr(const struct map *m, const void *key);
void *map_put_ptr(struct arena *a, struct map *m, const void *key, void *value);

#endif

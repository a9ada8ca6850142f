#ifndef SCHEMA_TOPO_H
#define SCHEMA_TOPO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* One order of n things that are known by their position, 0 .. n-1. */
struct topo_edge {
    uint32_t before, after;
};

/*
 * Topological order in O((n + edges) log n): of the items that may come next the earliest does, so
 * without edges the order stays. out has room for n. Returns false on a cycle; then out holds
 * what could be ordered, in the first places, and the positions of a cycle stand in cycle (each
 * before the next one, the last before the first). An edge from an item to itself is a cycle of
 * one.
 */
bool topo_sort(size_t n, const struct topo_edge *edges, size_t nedges, struct arena *perm,
    struct arena scratch, uint32_t *out, uint32_t **cycle, size_t *ncycle);

/* The same, but edges inside a cycle count for nothing: its members stay in their order. */
void topo_sort_lax(
    size_t n, const struct topo_edge *edges, size_t nedges, struct arena scratch, uint32_t *out);

#endif

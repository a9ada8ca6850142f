#ifndef SCHEMA_DEPS_H
#define SCHEMA_DEPS_H

/* Who mentions whom. Works on refs alone, so the order is the same for a whole and a partial schema. */

#include "schema/schema.h"

/* Top-level objects of s whose refs name (ns, name); column not NULL: that name this column, or
 * the relation without saying which. In canonical order. */
void deps_dependants(const struct schema *s, const struct symbol *ns, const struct symbol *name,
    const struct symbol *column, struct arena *a, struct object_list *out);

/* Indexes refs once for many questions: O(refs) to build, O(answer) to ask. */
struct dep_index;
struct dep_index *dep_index_new(const struct schema *s, struct arena *a);
const struct object_list *dep_index_get(const struct dep_index *x, const struct symbol *ns, const struct symbol *name);

/*
 * Stable topological order: of items that have no path between them the earlier stays first. edges
 * are (before, after) pairs of positions. Returns false on a cycle; then out holds what could be
 * ordered and the first cycle's positions stand in cycle.
 */
struct topo_edge {
    uint32_t before, after;
};
bool topo_sort(size_t n, const struct topo_edge *edges, size_t nedges, struct arena *perm,
    struct arena scratch, uint32_t *out, uint32_t **cycle, size_t *ncycle);

/* Objects of s in creation order: priority, canonical order, then dependencies. Views in a cycle keep canonical order. */
void deps_create_order(const struct schema *s, struct arena *perm, struct arena scratch, struct object_list *out);

#endif

#ifndef SCHEMA_DEPS_H
#define SCHEMA_DEPS_H

/* Who mentions whom. Works on refs alone, so the order is the same for a whole and a partial
 * schema. */

#include "schema/schema.h"
#include "schema/topo.h"

/* Top-level objects of s whose refs name (ns, name); column not NULL: that name this column, or
 * the relation without saying which. In canonical order. */
void deps_dependants(const struct schema *s, const struct symbol *ns, const struct symbol *name,
    const struct symbol *column, struct arena *a, struct object_list *out);

/* Indexes refs once for many questions: O(refs) to build, O(answer) to ask. */
struct dep_index;
struct dep_index *dep_index_new(const struct schema *s, struct arena *a);
const struct object_list *dep_index_get(
    const struct dep_index *x, const struct symbol *ns, const struct symbol *name);

/* Objects of s in creation order: priority, canonical order, then dependencies. Foreign keys do not
 * count (they may refer forward, or a dialect splits them); what stands in a cycle keeps canonical
 * order. */
void deps_create_order(
    const struct schema *s, struct arena *perm, struct arena scratch, struct object_list *out);

#endif

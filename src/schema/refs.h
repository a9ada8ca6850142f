#ifndef SCHEMA_REFS_H
#define SCHEMA_REFS_H

/* What an object mentions, gathered from its fields and its children. */

#include "base/vec.h"
#include "schema/model.h"

struct ref_sink {
    struct arena *arena;
    const struct symbol
        *ns; /* of the top-level object: where an unqualified relation is looked up */
    VEC(struct ref) list;
};

void ref_sink_add(struct ref_sink *sink, struct ref r);

int ref_cmp(const struct ref *a, const struct ref *b);
/* Whether r can mean the object: its scope, namespace (NULL = any) and name. */
bool ref_means(const struct ref *r, const struct object *o);

/*
 * Sorted, unique, for a top-level object with its children's. Relations get the namespace in which
 * they are looked up. What an object mentions of itself is left out. A ref of kind TABLE comes from
 * a foreign key, one of kind NONE from an expression, a query or a trigger's ON.
 */
struct ref_list object_collect_refs(
    const struct object *o, struct arena *perm, struct arena scratch);

#endif

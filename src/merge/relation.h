#ifndef MERGE_RELATION_H
#define MERGE_RELATION_H

/* Both ends of a foreign key. */

#include "merge/engine.h"

/* The columns that it refers to are no key; false when that cannot be known. */
bool merge_fk_key_missing(
    const struct schema *s, const struct object *table, const struct object *fk);
bool merge_fk_types_differ(
    const struct schema *s, const struct object *table, const struct object *fk);
/* The changed columns of a key, and with 'target' those and the keys of the table that it refers
 * to. */
void merge_fk_slots(const struct merge_engine *e, const struct slot *c, const struct object *now,
    bool target, struct slot_list *out);

#endif

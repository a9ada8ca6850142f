#ifndef MERGE_SLOT_H
#define MERGE_SLOT_H

/* Which object of one side is which of the others. */

#include "merge/engine.h"

/* Fills tops, untouched and slot_of. One pass over the three sorted lists. */
void merge_align(struct merge_engine *e);
/* The slot of a given object; NULL: it is the same on all sides, or its table is new. */
struct slot *merge_slot_of(const struct merge_engine *e, const struct object *o);
/* Unnamed constraints that both sides added and that say the same become one slot. Needs lifts. */
void merge_join_added(struct merge_engine *e);
/* The object that says what it is called: ours, else theirs, else base. */
const struct object *merge_slot_object(const struct slot *s);
void merge_map_put(struct arena *a, struct map *m, const void *key, const void *value);
bool merge_same_text(const struct object *a, const struct object *b);

#endif

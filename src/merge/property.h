#ifndef MERGE_PROPERTY_H
#define MERGE_PROPERTY_H

/* Three values of one property to one. */

#include "merge/engine.h"

/* The values of a slot with the names of the result in them. */
struct lifted {
    const struct object *v[MERGE_SIDES];
};

/* Fills the fields of 'to' from the three. base may be NULL: both sides added it. */
void merge_fields(
    struct merge_engine *e, struct slot *s, const struct lifted *l, struct object *to);
/* Nothing that counts differs: names, fields, not where a column stands. */
bool merge_same_fields(const struct object *a, const struct object *b);
/* The name that a slot has in the result. */
void merge_name(struct merge_engine *e, struct slot *s);

#endif

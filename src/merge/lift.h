#ifndef MERGE_LIFT_H
#define MERGE_LIFT_H

/* What a side wrote, as it reads once the names of the result are put in. */

#include "merge/engine.h"

/* Needs the names of all slots. */
void merge_lift_init(struct merge_engine *e);
/* A copy without children, with the names of the result in it and as its own; NULL when the side
 * has none. */
struct object *merge_lift(const struct merge_engine *e, const struct slot *s, enum merge_side side);
/* Whether that is something else than what the side has. */
bool merge_lift_changes(const struct merge_engine *e, const struct slot *s, enum merge_side side);

#endif

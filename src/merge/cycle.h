#ifndef MERGE_CYCLE_H
#define MERGE_CYCLE_H

#include "merge/engine.h"

/* Views, or generated columns of one table, that need each other: conflict C603. 'read' holds what
 * the merge made, read again. */
void merge_check_cycles(struct merge_engine *e, const struct schema *read);

#endif

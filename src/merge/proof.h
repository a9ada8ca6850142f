#ifndef MERGE_PROOF_H
#define MERGE_PROOF_H

#include "merge/engine.h"

/* How each of the three gets its names of the result. */
void merge_collect_renames(
    const struct merge_engine *e, enum merge_side side, struct rename_list *out);
/* The changes from either side lead to the result, field by field; false: conflict C702. */
bool merge_prove(struct merge_engine *e, const struct merge_result *r);

#endif

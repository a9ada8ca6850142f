#ifndef MERGE_AGREE_H
#define MERGE_AGREE_H

#include "merge/engine.h"

/*
 * What stays ours until somebody decides can bring about more that does not fit. Such a conflict is
 * one only while the first is open, and only in one order of the sides: it is left out, and comes
 * back if it still is one then. What is left is the same whoever calls himself ours; something
 * always is.
 */
int merge_keep_agreed(struct merge_engine *e, struct merge_result *out, struct flash_error *err);

#endif

#ifndef MERGE_DANGLING_H
#define MERGE_DANGLING_H

#include "merge/engine.h"

/* What one side says of a thing that the other dropped: conflicts C301 to C306, C403, C602. */
void merge_check_dangling(struct merge_engine *e);

#endif

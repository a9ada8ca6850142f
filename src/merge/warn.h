#ifndef MERGE_WARN_H
#define MERGE_WARN_H

#include "merge/engine.h"

/* What merges, and may yet not be what both sides meant: W901, W902, W903. */
void merge_check_warnings(struct merge_engine *e);

#endif

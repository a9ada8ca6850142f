#ifndef MERGE_REREAD_H
#define MERGE_REREAD_H

#include "merge/engine.h"

/*
 * Prints what was made and has the dialect read it, with what it mentions: so the result is in
 * normal form, and what the dialect refuses is found. Sets e->merged, with every object in it,
 * unless there was something to report.
 */
void merge_reread(struct merge_engine *e);

#endif

#ifndef MERGE_MAKE_H
#define MERGE_MAKE_H

/* The slots to objects of the result, each by itself. */

#include "merge/engine.h"

/* Sets the names of all slots. */
void merge_names(struct merge_engine *e);
/* Sets alive, and verbatim or made, of all slots. Needs lifts. */
void merge_make(struct merge_engine *e);

#endif

#ifndef MERGE_NAMES_H
#define MERGE_NAMES_H

#include "merge/engine.h"

/* Two things of the result that have one name: conflicts C101, C105, C207, C401. */
void merge_check_names(struct merge_engine *e);

#endif

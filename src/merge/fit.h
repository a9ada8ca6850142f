#ifndef MERGE_FIT_H
#define MERGE_FIT_H

#include "merge/engine.h"

/* Whether what the sides said of one thing fits together. What a side itself had is no conflict. */

/* Columns by themselves: C210, C211. */
void merge_check_columns(struct merge_engine *e);
/* Keys, their columns and foreign keys, on the result: C209, C302, C305. */
void merge_check_keys(struct merge_engine *e);

#endif

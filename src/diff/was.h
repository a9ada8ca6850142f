#ifndef DIFF_WAS_H
#define DIFF_WAS_H

/* Included by diff/diff.h. */

#include "diff/diff.h"

/* '-- was:' hints of a schema's objects and columns. */
void diff_collect_was(const struct schema *to, struct arena *a, struct rename_list *out);

#endif

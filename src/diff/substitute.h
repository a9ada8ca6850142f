#ifndef DIFF_SUBSTITUTE_H
#define DIFF_SUBSTITUTE_H

/*
 * An object of the 'from' side as it reads once every rename is put in: what an engine's own RENAME
 * leaves behind. Names it cannot resolve stay as they are, so the result is a proposal that the
 * caller compares with 'to'.
 */

#include "diff/rename.h"

/* A copy without children. Expressions are new where they mention what was renamed. */
struct object *substitute(const struct rename_map *m, const struct object *from, struct arena *a);

#endif

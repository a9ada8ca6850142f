#ifndef OBJECTS_TREEDIFF_H
#define OBJECTS_TREEDIFF_H

/* Comparing trees (part of tree.h, which includes this). */

#include "flash/str.h"
#include "objects/store/oid.h"

struct arena;
struct flash_error;
struct store;

/* Paths that differ in content (not only in the executable bit), by path, opening only subtrees
 * whose ids differ; either side may be NULL = empty. */
struct tree_delta {
    struct flash_str path;
    struct oid from, to; /* zero = not there */
};
struct tree_deltas {
    struct tree_delta *items;
    size_t len, cap;
};
int tree_diff(struct store *s, const struct oid *from, const struct oid *to, struct arena *a,
    struct tree_deltas *out, struct flash_error *err);

#endif

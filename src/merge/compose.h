#ifndef MERGE_COMPOSE_H
#define MERGE_COMPOSE_H

/* Renames one after the other, and back. */

#include "diff/diff.h"

/* a leads from A to B, b from B to C; out leads from A to C. */
void merge_renames_compose(const struct rename_list *a, const struct rename_list *b,
    struct arena *arena, struct rename_list *out);
void merge_renames_invert(
    const struct rename_list *l, struct arena *arena, struct rename_list *out);

#endif

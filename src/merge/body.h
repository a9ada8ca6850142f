#ifndef MERGE_BODY_H
#define MERGE_BODY_H

/*
 * Queries and bodies that both sides changed, clause by clause: the normal form has one clause, one
 * result column, one statement's clause a line, so lines that no side shares with a change of the
 * other's merge. What comes out is read again like everything else.
 */

#include "merge/property.h"

/* False: f is no body, or the changes touch. */
bool merge_body(struct merge_engine *e, const struct slot *s, const struct field *f,
    const struct lifted *l, struct object *to);

#endif

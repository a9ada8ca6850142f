#ifndef DIFF_RESOLVE_H
#define DIFF_RESOLVE_H

/*
 * Puts renames into the tree of an expression. A column is resolved through the scopes that the
 * walk gives, as far as FROM items are tables of the schema; columns of views, sub-queries and
 * CTEs stay as they are.
 */

#include "diff/rename.h"

/*
 * 'table': the relation whose columns an expression sees without FROM (CHECK, generated column,
 * index), or NEW and OLD of a trigger; NULL for views. Returns e itself when nothing was changed,
 * else a copy with a new norm. The trees of e are not written to.
 */
struct expression *resolve_renames(const struct rename_map *m, const struct object *table,
    const struct expression *e, struct arena *a);

#endif

#ifndef DIALECT_SQLITE_HINTS_H
#define DIALECT_SQLITE_HINTS_H

/* Comments that belong to an object, and '-- was: old_name' in them. */

#include "dialect/sqlite/reader.h"

/*
 * Place, leading comments and old name of the object that the current statement makes. Inside of a
 * table, a hint on a line of its own is about the column or constraint below, one at a line's end
 * about that line's.
 */
void hints_take_statement(struct reader *r, struct object *o);

#endif

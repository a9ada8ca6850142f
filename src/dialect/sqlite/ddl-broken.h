#ifndef DIALECT_SQLITE_DDL_BROKEN_H
#define DIALECT_SQLITE_DDL_BROKEN_H

/*
 * Would SQLite refuse to read this view or trigger? Because it speaks of tables or columns that are
 * not there, or of an index by name, which may be away for a while. ALTER TABLE reads them all, and
 * one that it cannot read stops it.
 */

#include "dialect/sqlite/columns.h"

bool object_is_broken(struct column_space *space, const struct object *o);

#endif

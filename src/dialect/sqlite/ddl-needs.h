#ifndef DIALECT_SQLITE_DDL_NEEDS_H
#define DIALECT_SQLITE_DDL_NEEDS_H

/* Columns that must have a value where rows would have none. */

#include "dialect/sqlite/ddl-unit.h"

/* Appends to out, in the arena of the run's results. */
void needs_find(struct sqd *s, struct fill_need_list *out);

#endif

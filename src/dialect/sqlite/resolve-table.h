#ifndef DIALECT_SQLITE_RESOLVE_TABLE_H
#define DIALECT_SQLITE_RESOLVE_TABLE_H

/* One table in normal form: names, keys, constraints, and what SQLite refuses. */

#include "dialect/sqlite/resolve.h"

void resolve_table(struct resolver *r, struct object *table);

#endif

#ifndef DIALECT_SQLITE_READ_ALTER_H
#define DIALECT_SQLITE_READ_ALTER_H

/* ALTER TABLE, on what was read before. */

#include "dialect/sqlite/reader.h"

/* Behind ALTER TABLE. */
void read_alter_table(struct reader *r);

#endif

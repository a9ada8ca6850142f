#ifndef DIALECT_SQLITE_READ_TABLE_H
#define DIALECT_SQLITE_READ_TABLE_H

/* CREATE TABLE. */

#include "dialect/sqlite/reader.h"

/* Behind CREATE [TEMP] TABLE. */
void read_create_table(struct reader *r, bool temporary);
/* A column with its constraints; also behind ALTER TABLE ... ADD COLUMN. NULL after an error. */
struct column *read_column(struct reader *r, struct object *table);

#endif

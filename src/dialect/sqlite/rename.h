#ifndef DIALECT_SQLITE_RENAME_H
#define DIALECT_SQLITE_RENAME_H

/* Renames as SQLite does them: all that mentions the table or column follows, views and triggers
 * too. */

#include "schema/schema.h"

/* The new name is free. Later objects may have the old one. */
void rename_table(struct schema *s, struct object *table, struct name to);
void rename_column(struct schema *s, struct object *table, struct column *col, struct name to);

#endif

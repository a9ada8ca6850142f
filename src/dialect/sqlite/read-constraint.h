#ifndef DIALECT_SQLITE_READ_CONSTRAINT_H
#define DIALECT_SQLITE_READ_CONSTRAINT_H

/* Constraints of columns and tables. Both become children of the table. */

#include "dialect/sqlite/reader.h"

/* All that stands behind a column's type. Reports through the cursor. */
void constraints_read_column(struct reader *r, struct object *table, struct column *col);
/* Whether a table constraint begins here, where a column could, too. */
bool constraint_is_table(const struct cursor *c);
/* One table constraint. */
void constraint_read_table(struct reader *r, struct object *table);

#endif

#ifndef DIALECT_SQLITE_CYCLES_H
#define DIALECT_SQLITE_CYCLES_H

/* Views that select from themselves, generated columns that are made of themselves. SQLite takes
 * both and then refuses every statement that touches them. */

#include "schema/schema.h"

struct diags;

/* Both after the references are set. */
void check_view_cycles(struct schema *s, struct diags *diags, struct arena *scratch);
void check_column_cycles(struct object *table, struct diags *diags, struct arena *scratch);

#endif

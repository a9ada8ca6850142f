#ifndef DIALECT_SQLITE_CYCLES_H
#define DIALECT_SQLITE_CYCLES_H

/* Views that select from themselves, generated columns that are made of themselves. SQLite takes
 * both and then refuses every statement that touches them. */

#include "schema/schema.h"

struct diags;

/* After all references are set, before freeze. */
void check_cycles(struct schema *s, struct diags *diags, struct arena *scratch);

#endif

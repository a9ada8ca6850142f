#ifndef DIALECT_SQLITE_RESOLVE_CHECK_H
#define DIALECT_SQLITE_RESOLVE_CHECK_H

/* What SQLite refuses inside of CHECK, DEFAULT, generated columns, indexes, views and triggers. */

#include "dialect/sqlite/resolve.h"

/* "CHECK constraints", as in messages. */
const char *place_name(enum place place);
/* False after reporting that e may not stand there. */
bool check_node(struct resolver *r, enum place place, const struct expr *e);
/* In a view or trigger. */
bool check_query_node(struct resolver *r, const struct object *owner, const struct expr *e);

#endif

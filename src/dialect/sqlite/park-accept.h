#ifndef DIALECT_SQLITE_PARK_ACCEPT_H
#define DIALECT_SQLITE_PARK_ACCEPT_H

/*
 * Which parked values a column takes as they are. One of the same definition takes them all; one
 * whose type does the same to values takes those that its NOT NULL and STRICT allow: a default or a
 * constraint that came meanwhile is no reason to keep the rest.
 */

#include "dialect/sqlite/park-return.h"

/* definition: as in the parking catalogue. False for a text that is no column. */
bool park_accepts(
    struct sqd *s, const struct table *t, const struct column *c, struct flash_str definition);
/* " AND ..." where some of what returns may be refused; else nothing. value: as SQL. */
void park_add_accepted(
    struct sqd *s, struct strbuf *b, const struct park_return *r, struct flash_str value);

#endif

#ifndef DIALECT_SQLITE_PARK_COPY_H
#define DIALECT_SQLITE_PARK_COPY_H

/* Parked values that the copy of a rebuild has to bring, because what would stand there for a
 * moment is against the new table's rules. */

#include "dialect/sqlite/park-return.h"

/* " LEFT JOIN ..." behind "FROM t AS o"; nothing when no value comes this way. */
void park_joins_of_copy(struct sqd *s, const struct table_unit *u, struct strbuf *out);
/* The expression for c: the parked value for rows that have one, else 'otherwise' (empty = NULL).
 * Empty where no value comes this way. */
struct flash_str park_value_in_copy(
    struct sqd *s, const struct table_unit *u, const struct column *c, struct flash_str otherwise);
/* The return that does it; NULL = none. */
const struct park_return *park_return_in_copy(const struct table_unit *u, const struct column *c);
/* A column that must come this way. Values of a column that is there always do. */
bool park_must_be_in_copy(const struct sqd *s, const struct table_unit *u, const struct column *c);

#endif

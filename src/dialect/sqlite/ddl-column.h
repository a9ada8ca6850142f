#ifndef DIALECT_SQLITE_DDL_COLUMN_H
#define DIALECT_SQLITE_DDL_COLUMN_H

/* The text of one column, for ADD COLUMN and for the parking catalogue. */

#include "dialect/sqlite/ddl-build.h"

/* " CONSTRAINT x CHECK (...)", " REFERENCES ..." */
void column_add_constraint(struct sqd *s, struct strbuf *out, const struct object *constraint);
/* "a TEXT NOT NULL DEFAULT 'x'": without keys and constraints. */
struct flash_str column_definition(struct sqd *s, const struct column *c);

#endif

#ifndef DIALECT_SQLITE_DDL_COLUMN_H
#define DIALECT_SQLITE_DDL_COLUMN_H

/* The text of one column, as it stands behind ADD COLUMN. */

#include "dialect/sqlite/ddl-build.h"

void column_add_definition(struct sqd *s, struct strbuf *out, const struct column *c);
/* " CONSTRAINT x CHECK (...)", " REFERENCES ..." */
void column_add_constraint(struct sqd *s, struct strbuf *out, const struct object *constraint);
/* Its definition without what stands elsewhere in the table: what the parking catalogue keeps. */
struct flash_str column_definition(struct sqd *s, const struct column *c);

#endif

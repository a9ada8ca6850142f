#ifndef DIALECT_SQLITE_DDL_LEGAL_H
#define DIALECT_SQLITE_DDL_LEGAL_H

/* What ALTER TABLE of this engine version may do; the restrictions are those of SQLite's
 * documentation. All return NULL where it may, else the reason why the table is rebuilt. */

#include "dialect/sqlite/ddl-unit.h"

const char *legal_add_column(
    const struct sqd *s, const struct table_unit *u, const struct column *c);
const char *legal_drop_column(
    const struct sqd *s, const struct table_unit *u, const struct column *c);
const char *legal_rename_column(
    const struct sqd *s, const struct table_unit *u, const struct column_pair *p);
/* A new constraint that can stand behind a new column: *column gets it. */
bool legal_inline_constraint(
    const struct table_unit *u, const struct object *constraint, const struct column **column);
/* The target's table needs nothing that is newer than the engine; refuses by name. */
int legal_engine(struct sqd *s, const struct table *t);

#endif

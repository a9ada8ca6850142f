#ifndef DIALECT_SQLITE_DDL_RISK_H
#define DIALECT_SQLITE_DDL_RISK_H

/* Hazards of what a table's changes do to its rows and to programs. All go to the last step. */

#include "dialect/sqlite/ddl-unit.h"

void risk_of_lost_column(
    struct sqd *s, const struct table_unit *u, const struct column *c, bool parked);
void risk_of_inline_constraints(struct sqd *s, const struct table_unit *u, const struct column *c);
/* Of a rebuild: what programs notice, and what may make the copy fail. */
void risk_of_structure(struct sqd *s, const struct table_unit *u);
void risk_of_copy(struct sqd *s, const struct table_unit *u);

#endif

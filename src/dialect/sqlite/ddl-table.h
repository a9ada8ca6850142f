#ifndef DIALECT_SQLITE_DDL_TABLE_H
#define DIALECT_SQLITE_DDL_TABLE_H

/* Statements of one table, but for the rebuild (ddl-rebuild.h). */

#include "dialect/sqlite/ddl-unit.h"

void table_create(struct sqd *s, const struct table_unit *u);
/* parked: its rows were put aside before. */
void table_drop(struct sqd *s, const struct table_unit *u, bool parked);
/* All renames of tables, in an order that works. */
int tables_rename(struct sqd *s);
/* DROP COLUMN of UNIT_ALTER; is_parked answers for one column. */
void table_drop_columns(struct sqd *s, const struct table_unit *u,
    bool (*is_parked)(const struct sqd *s, const struct column *c));
/* RENAME COLUMN of any unit, and of columns that a rebuild drops while another takes their name. */
void table_rename_columns(struct sqd *s, struct table_unit *u);
/* ADD COLUMN of UNIT_ALTER, and the values that --fill gives. */
void table_add_columns(struct sqd *s, const struct table_unit *u);

/* Indexes of the old table that are dropped or made anew. */
void table_drop_indexes(struct sqd *s, const struct table_unit *u);
/* Those that the target has and the old table has not, or not so. late: those that wait until
 * parked rows are back, also of a rebuilt table that has them as before; else the others. */
void table_create_indexes(struct sqd *s, const struct table_unit *u, bool late);
/* Of a rebuilt table, those that stay as they are and wait for nothing: they went with the old
 * table. */
void table_recreate_indexes(struct sqd *s, const struct table_unit *u);

#endif

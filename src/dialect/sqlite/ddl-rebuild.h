#ifndef DIALECT_SQLITE_DDL_REBUILD_H
#define DIALECT_SQLITE_DDL_REBUILD_H

/*
 * The 12 steps of SQLite's documentation, for one table and all its changes at once: the new table
 * under a name of its own, its rows with their rowids, the AUTOINCREMENT counter, away with the old
 * one, the new one takes its name, indexes back. Columns and table already bear the target's names.
 *
 * The last rename runs with legacy_alter_table = ON: foreign keys, views and triggers of other
 * tables say the final name and must stay as they are, and a view that is broken must not stop it.
 */

#include "dialect/sqlite/ddl-unit.h"

void table_rebuild(struct sqd *s, const struct table_unit *u);

/* "rowid", "_rowid_" or "oid", whichever is no column of t; empty for a table without rowids, or
 * when all are taken. */
struct flash_str rowid_name(const struct table *t);
/* The rowid is nobody's column, so it has to be copied by itself. */
bool rowid_is_hidden(const struct table *t);

/* The name that a column of the target has in the old table when that is copied. */
struct flash_str table_name_now(const struct table_unit *u, const struct column *to);
/* What the copy of a rebuild makes of an existing column: its value, or something else for NULL.
 * prefix: "", "o.". */
struct flash_str table_copied_value(
    struct sqd *s, const struct table_unit *u, size_t i, const char *prefix);
/* Each row has the same rowid after a rebuild. */
bool rowids_are_kept(const struct table_unit *u);

#endif

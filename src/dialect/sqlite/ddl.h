#ifndef DIALECT_SQLITE_DDL_H
#define DIALECT_SQLITE_DDL_H

/*
 * From changes to SQLite's statements. Each table gets the cheapest form that is legal: ALTER TABLE
 * ... RENAME, ADD COLUMN, DROP COLUMN, else one rebuild for all its changes (ddl-rebuild.h). What
 * is parked and what returns stands around it (park.h, park-return.h).
 *
 * The statements want a session with foreign_keys = OFF, legacy_alter_table = OFF and triggers
 * disabled, inside one transaction.
 */

#include "dialect/ddl.h"

extern const struct ddl sqlite_ddl;

#endif

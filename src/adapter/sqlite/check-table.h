#ifndef ADAPTER_SQLITE_CHECK_TABLE_H
#define ADAPTER_SQLITE_CHECK_TABLE_H

/* One table of the model against the pragma functions: columns, flags, foreign keys, keys and
 * indexes. */

#include "adapter/sqlite/conn.h"

struct table_checker {
    struct adapter_conn *conn;
    sqlite3_stmt *columns, *foreign_keys, *indexes, *index_columns;
    struct map flags;    /* a table's key to struct table_flags */
    struct arena *arena; /* for the flags */
};

int table_checker_init(
    struct table_checker *k, struct adapter_conn *c, struct arena *a, struct flash_error *err);
void table_checker_release(struct table_checker *k);
int table_check(struct table_checker *k, const struct object *table, struct arena scratch,
    struct flash_error *err);

/* "table 'users' is read in another way than SQLite reads it: ..." */
int catalogue_mismatch(struct flash_error *err, const struct object *o, struct arena scratch,
    const char *fmt, ...) PRINTF_LIKE(4, 5);

#endif

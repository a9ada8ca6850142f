#ifndef ADAPTER_SQLITE_PRINT_H
#define ADAPTER_SQLITE_PRINT_H

/* The rows of sqlite_schema, and their fingerprint. */

#include "adapter/sqlite/conn.h"

struct catalogue_row {
    struct flash_str type, name, table, sql;
};
struct catalogue {
    VEC(struct catalogue_row) rows; /* those that belong to the schema, in order of their age */
    size_t hidden;                  /* sqlite_*, _flash_* and what hangs on them */
};

/* Statement-consistent by itself: one query. Text lives in a. */
int catalogue_read(
    struct adapter_conn *c, struct arena *a, struct catalogue *out, struct flash_error *err);
/* XXH3-128, in hex, over the rows sorted by (type, name, table, sql): the same whatever the order
 * in which objects were made. */
struct flash_str catalogue_print(
    const struct catalogue *cat, struct arena *a, struct arena scratch);
/* 32 hex digits of the XXH3-128 of n texts, each with its length. */
struct flash_str print_of(const struct flash_str *texts, size_t n, struct arena *a);
/* A name of flash's own or of SQLite's. */
bool catalogue_hidden_name(struct flash_str name);

#endif

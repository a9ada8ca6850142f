#ifndef ADAPTER_SQLITE_EXEC_H
#define ADAPTER_SQLITE_EXEC_H

/* Running statements. */

#include "adapter/sqlite/conn.h"

int sq_exec(
    struct adapter_conn *c, struct flash_str sql, int64_t *changed, struct flash_error *err);
int sq_query(struct adapter_conn *c, struct flash_str sql,
    int (*row)(void *payload, const struct cell *cells, size_t n), void *payload,
    struct flash_error *err);
int sq_insert(struct adapter_conn *c, struct flash_str sql, const struct cell *cells, size_t n,
    struct flash_error *err);

#endif

#ifndef ADAPTER_SQLITE_HEAD_H
#define ADAPTER_SQLITE_HEAD_H

/* The table _flash_head: one row. Missing reads as not present; the first write makes it. */

#include "adapter/sqlite/conn.h"

int sq_head_read(
    struct adapter_conn *c, struct arena *a, struct db_head *out, struct flash_error *err);
int sq_head_write(struct adapter_conn *c, const struct db_head *head, struct flash_error *err);

#endif

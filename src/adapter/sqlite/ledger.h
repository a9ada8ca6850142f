#ifndef ADAPTER_SQLITE_LEDGER_H
#define ADAPTER_SQLITE_LEDGER_H

/* The table _flash_migrations. Missing reads as empty; the first append makes it. */

#include "adapter/sqlite/conn.h"

int sq_ledger_read(struct adapter_conn *c, bool with_plans, struct arena *a,
    struct ledger_rows *out, struct flash_error *err);
int sq_ledger_last(struct adapter_conn *c, struct arena *a, struct ledger_row *out, bool *found,
    struct flash_error *err);
int sq_ledger_find_id(struct adapter_conn *c, int64_t id, struct arena *a, struct ledger_row *out,
    bool *found, struct flash_error *err);
int sq_ledger_find_op(struct adapter_conn *c, struct flash_str op, struct arena *a,
    struct ledger_row *out, bool *found, struct flash_error *err);
int sq_ledger_append(struct adapter_conn *c, const struct ledger_row *row, struct flash_error *err);

#endif

#ifndef ADAPTER_SQLITE_PARK_H
#define ADAPTER_SQLITE_PARK_H

/* The catalogue of parked rows, table _flash_parked: made and changed by the steps of plans, read
 * here. */

#include "adapter/sqlite/conn.h"

/* By n. Missing = empty. */
int sq_park_read(
    struct adapter_conn *c, struct arena *a, struct park_list *out, struct flash_error *err);
int sq_own_table_text(struct adapter_conn *c, struct flash_str name, struct arena *a,
    struct flash_str *out, struct flash_error *err);

#endif

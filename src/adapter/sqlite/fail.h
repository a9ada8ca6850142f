#ifndef ADAPTER_SQLITE_FAIL_H
#define ADAPTER_SQLITE_FAIL_H

/* SQLite's result codes as errors of ours, each with the way on. */

#include "adapter/sqlite/conn.h"

/* rc is an extended result code; the connection's message is used. */
int sq_fail(struct adapter_conn *c, int rc, struct flash_error *err);
/* The same for a statement: the object SQLite names, the line and a caret when offset (bytes; -1 =
 * none) is known. */
int sq_fail_sql(
    struct adapter_conn *c, int rc, struct flash_str sql, int offset, struct flash_error *err);

#endif

#ifndef ADAPTER_SQLITE_TRANSACTION_H
#define ADAPTER_SQLITE_TRANSACTION_H

/* The one transaction of a session. */

#include "adapter/sqlite/conn.h"

int sq_begin(struct adapter_conn *c, unsigned timeout_ms, struct flash_error *err);
int sq_commit(struct adapter_conn *c, struct flash_error *err);
/* Nothing to do outside of a transaction. */
void sq_rollback(struct adapter_conn *c);

/* A read that needs several queries sees one state: starts a read transaction where none is open.
 * *opened tells whether sq_snapshot_end has to end it. */
int sq_snapshot_begin(struct adapter_conn *c, bool *opened, struct flash_error *err);
void sq_snapshot_end(struct adapter_conn *c, bool opened);

#endif

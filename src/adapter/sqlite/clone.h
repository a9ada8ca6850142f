#ifndef ADAPTER_SQLITE_CLONE_H
#define ADAPTER_SQLITE_CLONE_H

#include "adapter/sqlite/conn.h"

/* A whole copy by the backup interface, complete and synced before it gets its name. FLASH_EEXISTS
 * when there is something. */
int sq_clone(struct adapter_conn *c, const char *dest, struct flash_error *err);

/* The same to a path, replacing what is there. */
int sq_clone_over(struct adapter_conn *c, const char *path, struct flash_error *err);
/* Copies until done or failed, polling for locks up to timeout_ms. Gives SQLite's code:
 * SQLITE_DONE. */
int sq_backup_run(sqlite3_backup *b, int pages, unsigned timeout_ms);

#endif

#ifndef ADAPTER_SQLITE_CLONE_H
#define ADAPTER_SQLITE_CLONE_H

#include "adapter/sqlite/conn.h"

/* A whole copy by the backup interface, complete and synced before it gets its name. FLASH_EEXISTS
 * when there is something. */
int sq_clone(struct adapter_conn *c, const char *dest, struct flash_error *err);

#endif

#ifndef ADAPTER_SQLITE_INTEGRITY_H
#define ADAPTER_SQLITE_INTEGRITY_H

/* Foreign keys are off while a plan runs, so they are looked at as a whole before and after. */

#include "adapter/sqlite/conn.h"

/* All violations in force, grouped. Keys that SQLite cannot check (their parent has no such unique
 * key) have none. */
int fk_violations(
    struct adapter_conn *c, struct arena *a, struct fk_groups *out, struct flash_error *err);
/* Against those at begin. FLASH_EDATABASE names the first new ones. */
int sq_check_integrity(struct adapter_conn *c, struct arena *a, struct flash_error *err);

#endif

#ifndef ADAPTER_SQLITE_INTEGRITY_H
#define ADAPTER_SQLITE_INTEGRITY_H

/* Foreign keys are off while a plan runs, so they are looked at as a whole before and after. */

#include "adapter/sqlite/conn.h"

/* All violations in force, grouped. A key that cannot be checked at all (its parent has no such
 * unique key) is a violation with the group's parent as it stands in the key. */
int fk_violations(
    struct adapter_conn *c, struct arena *a, struct fk_groups *out, struct flash_error *err);
/* Against those at begin. FLASH_EDATABASE names the first new ones. */
int sq_check_integrity(struct adapter_conn *c, struct arena *a, struct flash_error *err);

#endif

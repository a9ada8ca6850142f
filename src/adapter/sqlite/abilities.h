#ifndef ADAPTER_SQLITE_ABILITIES_H
#define ADAPTER_SQLITE_ABILITIES_H

/* What this process can run: a schema may lean on functions, collations and modules of another
 * program. */

#include "adapter/sqlite/conn.h"

/* FLASH_EUNSUPPORTED names what a step would need and this process lacks. */
int sq_check_step(struct adapter_conn *c, const struct step *step, struct flash_error *err);

#endif

#ifndef ADAPTER_SQLITE_SWAP_H
#define ADAPTER_SQLITE_SWAP_H

/* Putting the whole database aside and another in its place (data mode copy). */

#include "adapter/sqlite/conn.h"

int sq_swap(struct adapter_conn *c, const char *save_as, const char *from, struct flash_error *err);

#endif

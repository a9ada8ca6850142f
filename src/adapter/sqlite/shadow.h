#ifndef ADAPTER_SQLITE_SHADOW_H
#define ADAPTER_SQLITE_SHADOW_H

/* The tables in which a virtual table keeps its own data: part of it, not of the schema. */

#include "adapter/sqlite/conn.h"

/* Adds the keys of the shadow tables of the virtual tables that are in s (read, not necessarily
 * finished) to out. */
int shadow_tables(struct adapter_conn *c, const struct schema *s, struct arena *a, struct map *out,
    struct flash_error *err);

#endif

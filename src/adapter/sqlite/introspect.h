#ifndef ADAPTER_SQLITE_INTROSPECT_H
#define ADAPTER_SQLITE_INTROSPECT_H

/* From sqlite_schema to the model: the same parser reads it that reads files. */

#include "adapter/sqlite/print.h"

int sq_read_schema(struct adapter_conn *c, struct arena *a, struct map *known_prints,
    struct schema **out, struct adapter_facts *facts, struct diags *diags, struct flash_error *err);
int sq_read_facts(
    struct adapter_conn *c, struct arena *a, struct adapter_facts *facts, struct flash_error *err);

#endif

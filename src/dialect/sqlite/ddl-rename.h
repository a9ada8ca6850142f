#ifndef DIALECT_SQLITE_DDL_RENAME_H
#define DIALECT_SQLITE_DDL_RENAME_H

/* Renames in an order in which every new name is free, with a name in between where they go round
 * in a circle or change only their case. */

#include "dialect/sqlite/ddl-build.h"

struct rename_wish {
    struct name from, to;
    const void *payload; /* the caller's */
};
struct rename_move {
    struct flash_str from, to;
    const struct rename_wish *wish;
    bool last; /* the wish is fulfilled with this one */
};
struct rename_moves {
    VEC(struct rename_move) list;
};

/* All keys of 'from' differ. case_is_free: 'Name' may become 'name' in one step. */
void rename_order(struct sqd *s, const struct rename_wish *wishes, size_t n, bool case_is_free,
    struct rename_moves *out);

#endif

#ifndef ADAPTER_SQLITE_CHECK_INDEX_H
#define ADAPTER_SQLITE_CHECK_INDEX_H

/* The keys and indexes of one table against pragma_index_list and pragma_index_xinfo. */

#include "adapter/sqlite/check-table.h"

int check_indexes(
    struct table_checker *k, const struct table *t, struct arena scratch, struct flash_error *err);

#endif

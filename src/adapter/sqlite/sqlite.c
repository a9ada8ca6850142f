#include "adapter/sqlite/sqlite.h"

#include "adapter/sqlite/abilities.h"
#include "adapter/sqlite/clone.h"
#include "adapter/sqlite/exec.h"
#include "adapter/sqlite/head.h"
#include "adapter/sqlite/integrity.h"
#include "adapter/sqlite/introspect.h"
#include "adapter/sqlite/ledger.h"
#include "adapter/sqlite/open.h"
#include "adapter/sqlite/park.h"
#include "adapter/sqlite/swap.h"
#include "adapter/sqlite/transaction.h"

static const char *const schemes[] = {"sqlite", "sqlite3", NULL};

const struct flash_adapter FLASH_ADAPTER_SQLITE = {
    .abi = ADAPTER_ABI,
    .name = "sqlite",
    .schemes = schemes,
    .dialect = "sqlite",
    .caps = ADAPTER_TRANSACTIONAL_DDL | ADAPTER_CLONE | ADAPTER_FILE,
    .open = sq_open,
    .close = sq_close,
    .display = sq_display,
    .read_schema = sq_read_schema,
    .read_facts = sq_read_facts,
    .begin = sq_begin,
    .commit = sq_commit,
    .rollback = sq_rollback,
    .exec = sq_exec,
    .check_step = sq_check_step,
    .query = sq_query,
    .insert = sq_insert,
    .check_integrity = sq_check_integrity,
    .head_read = sq_head_read,
    .head_write = sq_head_write,
    .ledger_read = sq_ledger_read,
    .ledger_last = sq_ledger_last,
    .ledger_find_id = sq_ledger_find_id,
    .ledger_find_op = sq_ledger_find_op,
    .ledger_append = sq_ledger_append,
    .park_read = sq_park_read,
    .own_table_text = sq_own_table_text,
    .clone = sq_clone,
    .swap = sq_swap,
};

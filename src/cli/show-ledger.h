#ifndef CLI_SHOW_LEDGER_H
#define CLI_SHOW_LEDGER_H

/* What a database remembers of its moves: log --db. */

#include <stdbool.h>
#include <stddef.h>

struct cli;
struct flash_error;

/* Newest first, at most limit. */
int show_ledger(struct cli *c, const char *database, size_t limit, bool json, bool oneline,
    struct flash_error *err);

#endif

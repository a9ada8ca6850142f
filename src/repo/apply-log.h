#ifndef REPO_APPLY_LOG_H
#define REPO_APPLY_LOG_H

/* Looking at what a database has received (part of apply.h). */

#include "adapter/adapter.h"

struct endpoint_context;
struct target;

/* The ledger of a database for 'log --db', newest last; without plans. word as
 * apply_options.database. */
int apply_log(const struct endpoint_context *context, const char *database, struct arena *perm,
    struct ledger_rows *out, struct db_head *head, struct target *target, struct flash_error *err);
/* Checks the whole chain of a database, for 'fsck --db'. *problems counts; report gets each. */
int apply_fsck(const struct endpoint_context *context, const char *database,
    void (*report)(void *payload, const struct ledger_row *row, const struct flash_error *problem),
    void *payload, struct arena scratch, size_t *rows, size_t *problems, struct flash_error *err);

#endif

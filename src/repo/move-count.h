#ifndef REPO_MOVE_COUNT_H
#define REPO_MOVE_COUNT_H

/* What lies in the tables and columns that a plan takes away. */

#include "repo/mover.h"

/* First and (bytes not NULL) second number of a query's row. */
int count_query(
    struct mover *m, struct flash_str sql, int64_t *rows, int64_t *bytes, struct flash_error *err);
/* Does the table hold any row; true when it cannot be asked. The first failure to read is kept in
 * m->asked, for those who ask through a callback. */
bool count_any(struct mover *m, const struct object *table);
/* report.losses from the hazards of report.plan; what cannot be evaluated here counts -1. */
int count_losses(struct mover *m, struct flash_error *err);

#endif

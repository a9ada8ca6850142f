#ifndef REPO_MOVE_RUN_H
#define REPO_MOVE_RUN_H

#include "repo/mover.h"

/*
 * Lock, look again, run, look at the result, record, commit. 0 with report.nothing: another process
 * brought the database there in the meantime. FLASH_ECHANGED: it is another database than the plan
 * was made for. Any error: nothing of it is in the database, except FLASH_EDATABASE out of a commit
 * whose outcome could not be found out (the message says so).
 */
int move_run(struct mover *m, struct arena scratch, struct flash_error *err);
/* .flash/state/<target> and the checked prints, after a look or a run. Never fails: both are only
 * memories. */
void move_remember(struct mover *m, struct arena scratch);
/* The stash files that the plan uses, separated by spaces: for the journal. */
struct flash_str move_import_names(const struct mover *m);
/* Whether the record says already what this move would say. */
bool move_is_recorded(const struct mover *m);

#endif

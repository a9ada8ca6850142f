#ifndef REPO_COPY_H
#define REPO_COPY_H

/*
 * Data mode 'copy': each branch has a database of its own. The one that is left is put aside whole,
 * .flash/copies/<target>/<branch>.db; the one of the branch that is switched to, if it was ever
 * left in this way, takes its place, and is brought to the branch's tip from there. A copy lies
 * there only while its branch is not the one the database is on.
 */

#include "repo/mover.h"

/* <dir>/copies/<target>/<branch>.db; detached: by the commit. */
char *copy_path(struct repo *r, const struct target *t, struct flash_str branch,
    struct flash_str commit, struct arena *a);

/* Mode copy, after the look: where the database goes and, when the other branch has a copy, a look
 * at that one, so that the plan starts there. Another mode: FLASH_EREFUSED when the other branch
 * has a copy, since its rows are in it. */
int copy_prepare(struct mover *m, struct flash_str from_branch, struct flash_str from_commit,
    struct arena scratch, struct flash_error *err);
/* Before begin: puts the database aside and the other in its place. Nothing to do in other modes.
 */
int copy_swap(struct mover *m, struct flash_error *err);
/* After a move that failed: back as it was. */
int copy_undo(struct mover *m, struct flash_error *err);
/* After a move that committed: the copy of the branch that the database is on now. */
void copy_settle(struct mover *m);

/* After a kill before the commit: puts the database back if the other was in its place already.
 * from NULL = there was no other; pid: of the process that was killed. */
int copy_recover(const struct target *t, const char *save, const char *from, struct flash_str pid,
    struct arena *a, struct flash_error *err);
/* After a kill behind the commit. url empty = nothing. */
void copy_remove(struct flash_str url, struct arena *a);

#endif

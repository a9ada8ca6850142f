#ifndef REPO_STASH_CHOOSE_H
#define REPO_STASH_CHOOSE_H

#include "repo/mover.h"

/* The stash files of this database that hold something the move to m->to could give back. */
int stash_choose(struct mover *m, struct flash_error *err);

#endif

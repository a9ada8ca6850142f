#ifndef REPO_STASH_TRIP_H
#define REPO_STASH_TRIP_H

/* Rows on their way between a stash file and the parked tables of a database, inside its
 * transaction. */

#include "repo/mover.h"

/* Makes the parked tables of m->imports again, with the numbers that m->offered gave them. Before
 * the plan's steps. */
int stash_import(struct mover *m, struct flash_error *err);
/* Data mode stash, after the steps: writes what is parked from m->first_park on to <op>.zst and
 * takes it out of the database. *name is empty when there was nothing. The file is complete and
 * synced when this returns. */
int stash_export(struct mover *m, struct flash_str *name, struct flash_error *err);

#endif

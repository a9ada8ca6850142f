#ifndef REPO_MOVE_ROUTE_H
#define REPO_MOVE_ROUTE_H

/*
 * Which way a move goes (DESIGN 7): where an edge of history between the commit a database is at
 * and the one it is to go to has a hand-written migration, that runs as written; what lies before,
 * between and behind such edges is planned as one leg each. Without any there are no legs: one plan
 * leads from one end to the other.
 */

#include "repo/mover.h"

struct move_leg {
    const struct schema *from, *to;
    const struct rename_list *renames; /* of a planned leg */
    struct flash_str source;           /* of a written leg; empty: it is planned */
    struct step_list steps;            /* of a written leg */
    bool from_live;                    /* from is what the database has now */
};

/*
 * Fills m->legs. from: the commit the database is at (zero: none, it is somewhere else), to: the
 * commit it is to go to (zero: no commit, then only a file for exactly these two schemas counts).
 * Written legs are tried out. FLASH_EREFUSED naming the file that cannot be run, or when drift is
 * to be carried along over one.
 */
int move_route(struct mover *m, const struct oid *from, const struct oid *to, struct arena scratch,
    struct flash_error *err);
/* The plan over all legs, in place of plan_make. first: the planned leg that begins at the live
 * schema, to == NULL when there is none. */
int move_route_plan(struct mover *m, const struct plan_options *options, struct plan *out,
    struct plan *first, struct arena scratch, struct flash_error *err);

#endif

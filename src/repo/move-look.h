#ifndef REPO_MOVE_LOOK_H
#define REPO_MOVE_LOOK_H

#include "repo/mover.h"

/* Connects, reads schema, record and last ledger row, verifies that row, and says how they stand to
 * each other: fills the look's part of m, and state, role, head, from_schema of the report. A
 * missing database is no error with may_create. */
int move_look(struct mover *m, struct arena scratch, struct flash_error *err);
/* The same again on the open connection, under its lock. *changed: anything that a plan was made
 * from is another. */
int move_look_again(struct mover *m, bool *changed, struct arena scratch, struct flash_error *err);
/* The same without asking first whether anything changed. */
int move_look_whole(struct mover *m, struct arena scratch, struct flash_error *err);
/* The schema that the record means, out of the store; NULL in m->recorded when it is not there. */
int move_load_recorded(struct mover *m, struct flash_error *err);
/* The live schema as it is now (inside the transaction after a plan ran), with its facts. */
int move_read_live(struct mover *m, const struct schema **out, struct adapter_facts *facts,
    struct flash_error *err);

#endif

#ifndef REPO_MOVE_WRITTEN_H
#define REPO_MOVE_WRITTEN_H

/* A hand-written migration as steps of a plan, tried out before it may touch a database. */

#include "repo/move-edge.h"
#include "repo/mover.h"

/*
 * The statements of the file, one step each, without comments and layout. FLASH_ESYNTAX with file
 * and line; FLASH_EREFUSED for statements that are flash's own business: transactions, settings of
 * the session, other databases, its own tables.
 */
int move_written_steps(
    struct mover *m, const struct move_edge *e, struct step_list *out, struct flash_error *err);

/*
 * Runs the steps in a scratch database that has the schema 'from' and no rows, and looks whether it
 * has the schema 'to' then. FLASH_EREFUSED when it has not, or a statement fails. Nothing is
 * checked where the engine has no scratch databases, or this one lacks what the schema needs: the
 * move itself looks at its result before it commits.
 */
int move_written_try(struct mover *m, const struct move_edge *e, const struct schema *from,
    const struct schema *to, const struct step_list *steps, struct arena scratch,
    struct flash_error *err);

/* What of rows goes between the two schemas, as hazards of the first step: the author may have
 * moved them, flash cannot know. */
void move_written_hazards(struct mover *m, const struct schema *from, const struct schema *to,
    const struct rename_list *renames, struct step_list *steps, struct arena scratch);

#endif

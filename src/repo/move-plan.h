#ifndef REPO_MOVE_PLAN_H
#define REPO_MOVE_PLAN_H

#include "repo/mover.h"

/* Plan and inverse from the live schema to m->to, with hash; checks that this process can run every
 * step and that no row would lack a value. Fills plan and losses of the report. */
int move_plan(struct mover *m, struct arena scratch, struct flash_error *err);
/* The plan alone again, from what was just looked at: for the comparison under the lock. */
int move_plan_again(
    struct mover *m, struct plan *out, struct arena scratch, struct flash_error *err);
/* FLASH_EREFUSED when rows would lack a value. Under the lock again, after stash files were
 * imported: what they hold counts. */
int move_check_fill(struct mover *m, struct arena scratch, struct flash_error *err);
/* Fails with FLASH_EREFUSED when a step loses data that nothing covers and no word of allow names.
 */
int move_check_losses(
    const struct mover *m, const struct flash_str *allow, size_t nallow, struct flash_error *err);
/* Loses rows that nothing covers. */
bool move_is_loss(const struct hazard *h);
/* Is one of the words this one. */
bool move_allowed(const struct flash_str *allow, size_t nallow, const char *word);

/* 'it''s' */
struct flash_str move_literal(struct arena *a, struct flash_str text);
/* "a""b" */
struct flash_str move_quoted(struct arena *a, struct flash_str name);

#endif

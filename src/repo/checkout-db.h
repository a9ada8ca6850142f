#ifndef REPO_CHECKOUT_DB_H
#define REPO_CHECKOUT_DB_H

/* The database's part of a switch: which one, whether it may move, what the move is. */

#include "repo/checkout.h"
#include "repo/mover.h"

struct checkout_move {
    struct repo *repo;
    const struct checkout_options *o;
    struct arena *a;
    struct head before;
    struct oid to;              /* zero: unborn */
    struct flash_str to_branch; /* empty: detached */
    struct flash_str to_label;
    struct checkout_result *out;
    struct mover m; /* with out->db == MOVED or SAME; closed by the caller */
};

/* Finds the target, looks, decides and plans: out->db and out->move. FLASH_EDRIFT, FLASH_EREFUSED,
 * adapter errors with --no-db in the hint. */
int checkout_db_prepare(struct checkout_move *c, struct arena scratch, struct flash_error *err);

#endif

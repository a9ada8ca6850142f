#ifndef REPO_MOVE_H
#define REPO_MOVE_H

/*
 * Moving one database from the schema it has to another: what apply and checkout share. Look
 * (without a lock), plan, let the caller show it; then lock, look again, run, look at the result,
 * record, commit. Whether a move may be is decided by the callers (apply.h, checkout.h).
 */

#include "plan/plan.h"
#include "repo/ledger.h"
#include "repo/target.h"

/* How the live schema stands to what the database remembers. */
enum move_state {
    MOVE_MISSING, /* no such database yet */
    MOVE_EMPTY,   /* no objects and no record */
    MOVE_UNBORN,  /* objects, but no record */
    MOVE_CLEAN,   /* as recorded */
    MOVE_DRIFTED  /* not as recorded */
};

/* A table or column whose rows a plan parks or loses. */
struct move_loss {
    struct flash_str title; /* "table users", "column users.age" */
    const char *code;       /* hazard, "DS102"; NULL where nothing is lost */
    bool kept;              /* parked, stashed or copied: comes back */
    int64_t rows;           /* that hold something; -1 = not counted */
    int64_t bytes;          /* of their values, roughly; -1 = not counted */
    bool written;           /* stayed: a hand-written migration made its place, and filled it */
};
struct move_losses {
    struct move_loss *items;
    size_t len, cap;
};

/* What a person is shown before, and told after. */
struct move_report {
    struct target target;
    enum target_role role; /* of the configuration and the record together */
    enum move_state state;
    struct db_head head; /* the record as it was */
    struct plan plan;
    struct move_losses losses;
    bool makes_database; /* the file is missing and will be made */
    bool adopts;         /* the live schema is taken over into the record first */
    bool nothing;        /* the database is there already */
    bool drift_discarded, drift_carried;
    enum data_mode data;
    struct flash_str from_schema, to_schema; /* "n1:<oid>" */
    struct flash_str to_commit;              /* hex; empty: not of a commit */
    /* After it ran. */
    bool done;
    int64_t ledger_id;
    size_t steps_done;
    struct park_list parked;   /* rows that lie parked now */
    struct flash_str stash;    /* file that holds rows now; empty = none */
    struct move_losses stayed; /* parked rows that could not come back, with the count */
};

/* Shown before anything is locked. 0 = go on; FLASH_ECANCELLED or any other code stops there. */
typedef int move_show_fn(void *payload, const struct move_report *report, struct flash_error *err);

#endif

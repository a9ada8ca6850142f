#ifndef REPO_MOVER_H
#define REPO_MOVER_H

/*
 * The inside of a move, shared by apply, checkout and recovery: one database, what it is, where it
 * is to go. The parts stand in move-look.h, move-plan.h and move-run.h, in the order in which they
 * are called.
 */

#include "dialect/dialect.h"
#include "repo/move.h"
#include "repo/stash.h"

struct move_leg; /* move-route.h */
struct move_legs {
    struct move_leg *items;
    size_t len, cap;
};

struct mover {
    /* Set by the caller. */
    struct repo *repo;             /* may be NULL */
    const struct dialect *dialect; /* of the target schema */
    struct arena *a;               /* results */
    struct move_report *report;    /* target is set */
    bool write;                    /* false: dry run */
    bool may_create;
    bool strict_columns; /* filled by the look: schema.columnOrder */

    /* The look. */
    const struct flash_adapter *db;
    struct adapter_conn *conn; /* NULL: there is no such database yet */
    struct map prints;
    size_t nprints;
    struct adapter_facts facts;
    const struct schema *live; /* frozen; empty for a missing database */
    struct oid live_oid;
    bool has_last;
    struct ledger_row last; /* verified */
    struct park_list parked;
    bool has_recorded;
    struct oid recorded_oid;       /* of head.schema */
    const struct schema *recorded; /* NULL = not loaded, or not to be had */

    /* Set by the caller before the plan. */
    const struct schema *to;
    struct oid to_oid;
    const struct rename_list *renames; /* may be NULL */
    enum data_mode data;
    const struct fill *fills;
    size_t nfills;
    struct flash_str leaving;         /* branch for the parking catalogue */
    struct move_legs legs;            /* move-route.h; empty: one plan for all of it */
    const struct schema *routed_from; /* the live schema that the legs begin at */
    struct plan fill_plan;            /* whose rows must have values; to NULL = none */
    int asked;                        /* why the database could not be asked while planning, */
    struct flash_error asked_error;   /* or 0 */
    struct step_list inverse;
    struct park_list offered;   /* what may return: parked, and imports with numbers of their own */
    struct stash_files imports; /* stash files whose rows the plan can use */
    uint64_t first_park;        /* first number that the database did not know */

    /* Data mode copy: urls, NULL = none. While the copy is looked at, conn is the copy's. */
    const char *copy_save, *copy_from;
    struct adapter_conn *live_conn;
    bool swapped;

    /* Set by the caller before the run. */
    const char *kind, *op;
    struct flash_str name, branch, to_commit, started_at;
    struct flash_str adopt_commit; /* report.adopts: the commit whose schema the database had */
    unsigned timeout_ms;
    bool unknown;     /* filled by the run: nobody can tell whether it committed */
    bool stays_dirty; /* what is live afterwards is not what is recorded (carried drift) */
};

/* Equal but for what is cosmetic. */
bool move_same(
    const struct mover *m, const struct schema *a, const struct schema *b, struct arena scratch);
/* Hex of a commit; empty for none. */
struct flash_str move_commit_hex(struct arena *a, const struct oid *id);
/* The subject of a commit of this store; empty when there is none. */
struct flash_str move_subject(struct repo *r, const struct oid *commit, struct arena *a);
/* FLASH_ECHANGED: what was planned for is not there any more. */
int move_changed(const struct mover *m, struct flash_error *err);
/* "n1:<hex>" */
struct flash_str move_recorded(const struct mover *m, const struct oid *schema);
void move_close(struct mover *m);

#endif

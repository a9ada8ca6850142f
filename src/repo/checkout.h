#ifndef REPO_CHECKOUT_H
#define REPO_CHECKOUT_H

/*
 * Switching: the dev database, the working files and HEAD move under one journal (DESIGN 10), in
 * this order. Killed anywhere, the next command finishes forward or undoes (recover.h).
 */

#include "objects/refs/refs.h"
#include "repo/endpoint.h"
#include "repo/move.h"

struct checkout_options {
    struct flash_str
        rev; /* branch, else a revision: HEAD is detached then. Empty with create: HEAD */
    struct flash_str create; /* -b: make this branch at rev; empty = do not */
    bool force_create;       /* -B */
    bool detach;             /* --detach: also for a branch's name */
    const char *target;      /* --target; NULL = the default one, if its role is dev */
    bool no_db;
    bool has_data; /* --data was given */
    enum data_mode data;
    bool carry, discard; /* uncommitted changes of files and database */
    const struct fill *fills;
    size_t nfills;
    const struct flash_str *allow; /* hazard codes that a data mode does not cover */
    size_t nallow;
    bool dry_run;
    move_show_fn *show; /* NULL = go on; only called when a database moves */
    void *payload;
};

/* Why the database stayed where it is. */
enum checkout_db {
    CHECKOUT_DB_MOVED,
    CHECKOUT_DB_SAME,   /* only its record changed, if anything */
    CHECKOUT_DB_OFF,    /* --no-db */
    CHECKOUT_DB_NONE,   /* no target at all */
    CHECKOUT_DB_NOT_DEV /* the target's role forbids it */
};

struct checkout_result {
    struct head before, after;
    struct flash_str label;   /* "feature", "1a2b3c4" */
    struct flash_str subject; /* of the commit HEAD is at now; empty when unborn */
    bool already;             /* HEAD was there, and nothing moved */
    bool created;
    enum checkout_db db;
    struct move_report move; /* db == MOVED or SAME */
    size_t files_written, files_removed;
    bool files_kept; /* the working files were the target's already */
    struct workfile_names {
        struct flash_str *items;
        size_t len, cap;
    } carried; /* files whose uncommitted changes were taken along */
};

/*
 * FLASH_EREFUSED: uncommitted changes that the switch would overwrite (the detail lists them; the
 * hint names commit, --carry,
 *   --discard), an unfinished operation, rows that would lack a value, data that would be lost.
 * FLASH_EDRIFT: the database is neither at its record nor at HEAD; the hint names 'commit --from
 * db', --carry, --discard. FLASH_ENOTFOUND: no such revision; an unreachable database (hint:
 * --no-db).
 */
int checkout_run(struct repo *r, const struct checkout_options *o, struct arena *perm,
    struct arena scratch, struct checkout_result *out, struct flash_error *err);

#include "repo/checkout-objects.h"

#endif

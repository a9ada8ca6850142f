#ifndef REPO_APPLY_H
#define REPO_APPLY_H

/*
 * Brings a database to a snapshot and records it (DESIGN 9). The endpoint may be a commit, the
 * working files, a file, another database. Works without a repository for a database given by url
 * and an endpoint that needs none.
 */

#include "repo/endpoint.h"
#include "repo/move.h"

struct apply_options {
    const struct endpoint_context *context; /* repo (may be NULL), dialect, cwd, diags */
    struct flash_str endpoint;              /* empty = HEAD, the branch's head */
    const char
        *database; /* --db: an url or a target's name; NULL = --target, else the default target */
    const char *target;            /* --target */
    bool dry_run;                  /* stop after planning; the database is only read */
    struct flash_str plan_hash;    /* --plan: run this plan or none; empty = any */
    const struct flash_str *allow; /* --allow: hazard codes, "data-loss", "non-ff", "drift" */
    size_t nallow;
    const struct fill *fills; /* --fill */
    size_t nfills;
    bool carry, discard;      /* what to do with drift */
    struct flash_str name;    /* of the ledger row; empty = the commit's subject, the file's stem */
    unsigned lock_timeout_ms; /* for the database; 0 = core.lockTimeout */
    move_show_fn *show;       /* may be NULL; not called when there is nothing to do */
    void *payload;
};

/*
 * *out is filled as far as it went, also on refusal: the caller prints plan and losses from it.
 * FLASH_EREFUSED: data loss without --allow (names the codes), a protected target that would go
 * back, another plan than --plan, rows that would lack a value (--fill), an unfinished operation.
 * FLASH_EDRIFT: the live schema is not the recorded one; the hint names the choices.
 * FLASH_ECHANGED: the database changed between the look and the lock.
 * FLASH_EUNSUPPORTED: a step this SQLite cannot run, by name. Adapter errors.
 * 0 with out->nothing: it was there already, also when another process brought it there while this
 * one waited.
 */
int apply_run(const struct apply_options *o, struct arena *perm, struct arena scratch,
    struct move_report *out, struct flash_error *err);

/* The target that these words mean; without a project only an url will do. */
int apply_target(const struct endpoint_context *c, const char *database, const char *target,
    struct arena *a, struct target *out, struct flash_error *err);

#include "repo/apply-log.h"

#endif

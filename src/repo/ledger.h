#ifndef REPO_LEDGER_H
#define REPO_LEDGER_H

/*
 * The rows of _flash_migrations above the adapter: how a row is made, what its checksum covers, and
 * how it is verified (DESIGN 9).
 */

#include "adapter/adapter.h"
#include "plan/plan.h"

/* "f1:<git blob OID>" over the statement list's canonical form, then the parent's checksum (empty
 * for the first). Session settings are no part of it. */
struct flash_str ledger_checksum(const struct step_list *steps, const char *dialect,
    struct flash_str parent, struct arena *a, struct arena scratch);
/* hash for plan_options: hex OID of a blob. */
void ledger_blob_hash(void *payload, struct flash_str bytes, char out[41]);

/* Steps as they are stored: plan_encode, then zstd. */
int ledger_pack(const struct step_list *steps, struct arena *a, struct arena scratch,
    struct flash_str *out, struct flash_error *err);
/* Bounded; FLASH_ECORRUPT. */
int ledger_unpack(struct flash_str packed, struct arena *a, struct arena scratch,
    struct step_list *out, struct flash_error *err);

/* What a new row is made of; texts may be empty. */
struct ledger_entry {
    struct flash_str name; /* any text: becomes a slug */
    const char *kind;      /* apply checkout down baseline adopt */
    const char *op;
    struct flash_str from_commit, to_commit, from_schema, to_schema;
    const struct step_list *plan, *inverse; /* NULL = no steps */
    const char *dialect;
    struct flash_str started_at;
};
/* The row behind last (NULL = the first one), complete: state done, who, host, tool, times. */
int ledger_make(const struct ledger_entry *e, const struct ledger_row *last, struct arena *a,
    struct arena scratch, struct ledger_row *out, struct flash_error *err);

/* Row's checksum against its stored plan and its parent's checksum (NULL: a first row, else the
 * chain link is not checked). FLASH_ECORRUPT names id and what is wrong; FLASH_ENEWER for a
 * checksum of another format. */
int ledger_verify(const struct ledger_row *row, const struct ledger_row *parent,
    const char *dialect, struct arena scratch, struct flash_error *err);
/* All of them, for fsck --db: report for each problem, *problems counts. rows need their plans. */
int ledger_verify_all(const struct ledger_rows *rows, const char *dialect,
    void (*report)(void *payload, const struct ledger_row *row, const struct flash_error *problem),
    void *payload, struct arena scratch, size_t *problems, struct flash_error *err);

/* "Add users!" -> "add_users": [a-z0-9_], at most 60 bytes, "move" for nothing. */
struct flash_str ledger_slug(struct arena *a, struct flash_str text);

#endif

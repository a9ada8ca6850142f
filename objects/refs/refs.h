#ifndef OBJECTS_REFS_H
#define OBJECTS_REFS_H

/*
 * Refs. Every move of a ref, from every command, passes ref_transaction: compare-and-swap on each,
 * with a reflog line, in one place that the operation log can follow.
 */

#include "base/vec.h"
#include "objects/graph/commit.h"
#include "objects/refs/transaction.h"

struct ref_entry {
    struct flash_str name; /* refs/heads/main */
    struct oid id;
    struct flash_str
        target; /* symbolic: what it points at; id is then of the target, zero if unborn */
};
struct ref_entries {
    struct ref_entry *items;
    size_t len, cap;
};

/* FLASH_ENOTFOUND. Symbolic refs are followed for id. */
int ref_read(struct store *s, const char *name, struct arena *a, struct ref_entry *out,
    struct flash_error *err);
/* All below prefix, by name. A broken one is reported through err after the good ones were listed.
 */
int ref_list(struct store *s, const char *prefix, struct arena *a, struct ref_entries *out,
    struct flash_error *err);
/* Calls broken for each ref below prefix that cannot be read (good: what ref_list gave); stops when
 * it returns not 0. */
int ref_find_broken(struct store *s, const char *prefix, const struct ref_entries *good,
    int (*broken)(void *payload, const struct flash_error *why), void *payload,
    struct flash_error *err);
bool ref_name_valid(struct flash_str name); /* git's check-ref-format for the full name */

struct head {
    bool detached, unborn;
    struct flash_str branch; /* short name; empty when detached */
    struct oid id;           /* zero when unborn */
};
int head_read(struct store *s, struct arena *a, struct head *out, struct flash_error *err);

/* Renames refs/heads/a to refs/heads/b with its reflog; moves HEAD when it was on it. Killed in
 * between, the next store_lock finishes it. FLASH_ENOTFOUND, FLASH_EEXISTS. Needs store_lock. */
int ref_rename(struct store *s, const char *from, const char *to, const char *message,
    struct flash_error *err);

struct reflog_entry {
    struct oid from, to;
    struct signature who;
    struct flash_str message;
};
struct reflog {
    struct reflog_entry *items; /* newest first */
    size_t len, cap;
};
/* Missing log = empty. */
int reflog_read(struct store *s, const char *name, struct arena *a, struct reflog *out,
    struct flash_error *err);

#endif

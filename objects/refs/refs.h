#ifndef OBJECTS_REFS_H
#define OBJECTS_REFS_H

/*
 * Refs. Every move of a ref, from every command, passes ref_transaction: compare-and-swap on each, with a
 * reflog line, in one place that the operation log can follow.
 */

#include "base/vec.h"
#include "objects/graph/commit.h"

struct ref_entry {
    struct flash_str name;   /* refs/heads/main */
    struct oid id;
    struct flash_str target; /* symbolic: what it points at; id is then of the target, zero if unborn */
};
struct ref_entries {
    struct ref_entry *items;
    size_t len, cap;
};

/* FLASH_ENOTFOUND. Symbolic refs are followed for id. */
int ref_read(struct store *s, const char *name, struct arena *a, struct ref_entry *out, struct flash_error *err);
/* All below prefix, by name. A broken one is reported through err after the good ones were listed. */
int ref_list(struct store *s, const char *prefix, struct arena *a, struct ref_entries *out, struct flash_error *err);
bool ref_name_valid(struct flash_str name); /* git's check-ref-format for the full name */

struct head {
    bool detached, unborn;
    struct flash_str branch; /* short name; empty when detached */
    struct oid id;           /* zero when unborn */
};
int head_read(struct store *s, struct arena *a, struct head *out, struct flash_error *err);

enum ref_update_kind { REF_SET, REF_DELETE, REF_SYMBOLIC };
struct ref_update {
    enum ref_update_kind kind;
    const char *name;
    struct oid from;       /* expected; zero = must not exist; ignored when any_from */
    bool any_from;
    struct oid to;         /* REF_SET */
    const char *to_ref;    /* REF_SYMBOLIC (HEAD) */
};
/* All or nothing as far as files allow: locks all, checks all, writes all. message goes to the reflogs (and to HEAD's, when
 * HEAD points at a moved ref). FLASH_ECHANGED names the ref that somebody else moved, FLASH_ELOCKED, FLASH_EIO. Needs store_lock. */
int ref_transaction(struct store *s, const struct ref_update *updates, size_t n, const char *message,
    struct flash_error *err);
/* Renames refs/heads/a to refs/heads/b with its reflog; moves HEAD when it was on it. */
int ref_rename(struct store *s, const char *from, const char *to, const char *message, struct flash_error *err);

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
int reflog_read(struct store *s, const char *name, struct arena *a, struct reflog *out, struct flash_error *err);

#endif

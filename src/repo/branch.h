#ifndef REPO_BRANCH_H
#define REPO_BRANCH_H

/* Branches and tags of the store. */

#include "objects/graph/graph.h"
#include "objects/refs/refs.h"
#include "repo/repo.h"

struct branch {
    struct flash_str name; /* short */
    struct oid id;
    bool current;
    size_t ahead, behind;     /* against HEAD's branch (list) */
    struct flash_str subject; /* of its tip */
    struct flash_str
        databases; /* targets whose last known state sits on it: "dev, ci"; from .flash/state */
};
struct branches {
    struct branch *items;
    size_t len, cap;
};

enum branch_list_flags { BRANCH_COUNTS = 1 << 0 /* ahead, behind */, BRANCH_SUBJECTS = 1 << 1 };
/* contains: only those that have this commit; NULL = all. By name. */
int branch_list(struct repo *r, enum branch_list_flags flags, const struct oid *contains,
    struct arena *a, struct branches *out, struct flash_error *err);

/* start empty = HEAD. FLASH_EEXISTS unless force (never the current one), FLASH_EINVALID name. */
int branch_create(struct repo *r, struct flash_str name, struct flash_str start, bool force,
    struct arena scratch, struct oid *at, struct flash_error *err);
/* FLASH_EREFUSED when it is current, not merged into HEAD (unless force), or a database sits on it
 * (unless force). *was gets the tip. */
int branch_delete(struct repo *r, struct flash_str name, bool force, struct arena scratch,
    struct oid *was, struct flash_error *err);
/* from empty = the current one. */
int branch_rename(struct repo *r, struct flash_str from, struct flash_str to, struct arena scratch,
    struct flash_error *err);
/* Checks a short name: git's rules, and nothing that an endpoint would read as something else
 * ('@db', 'a.sql', '-x'). */
int branch_check_name(struct flash_str name, struct flash_error *err);

#endif

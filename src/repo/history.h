#ifndef REPO_HISTORY_H
#define REPO_HISTORY_H

/* Which commits, and what each changed against its first parent. Opens blobs only when asked for
 * changes. */

#include "diff/diff.h"
#include "objects/graph/graph.h"
#include "objects/store/tree.h"
#include "repo/objglob.h"
#include "repo/repo.h"

struct history_options {
    const struct flash_str *revs; /* "main", "a..b", "a...b", "^x"; none = HEAD */
    size_t nrevs;
    struct objglob objects; /* only commits that changed one of these */
    size_t limit;           /* 0 = none */
    bool all;               /* every branch and tag */
    bool first_parent, reverse;
    struct flash_str author,
        grep;             /* globs over "name <email>", substring of the message; empty = any */
    int64_t since, until; /* 0 = none */
};

/* Ids, newest first. An unborn HEAD: FLASH_ENOTFOUND ("does not have any commits yet"). */
int history_select(struct repo *r, const struct history_options *o, struct arena *a,
    struct arena scratch, struct oid_list *out, struct flash_error *err);

struct history_change {
    const struct schema *from, *to; /* partial */
    struct change_list changes;
    struct rename_list renames;
    bool schema_same; /* only files or messages differ */
};
/* dependants: load what a plan needs too (-p, sql). objects narrows the changes. */
int history_change(struct repo *r, const struct commit *c, bool dependants,
    const struct objglob *objects, struct arena *perm, struct arena scratch,
    struct history_change *out, struct flash_error *err);
/* For --stat without opening a blob: paths that differ. */
int history_paths(struct repo *r, const struct commit *c, struct arena *a, struct tree_deltas *out,
    struct flash_error *err);

#include "repo/history-names.h"

#endif

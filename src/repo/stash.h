#ifndef REPO_STASH_H
#define REPO_STASH_H

/*
 * Data mode 'stash': rows that the target has no place for go to .flash/stash/<op>.zst, complete
 * and synced before the database's transaction begins, and come back on the return trip; the file
 * is removed only after that trip committed.
 *
 * One zstd stream: a manifest (JSON: what, definition, keys, columns, branch, rows), then the rows
 * of each entry.
 */

#include "adapter/adapter.h"
#include "plan/plan.h"
#include "repo/repo.h"

struct stash_file {
    struct flash_str name;   /* "<op>.zst" below .flash/stash */
    struct flash_str target; /* database it belongs to: name or url without password */
    struct flash_str op, branch, created_at;
    struct park_list entries; /* n = position in the file, from 1 */
};
struct stash_files {
    struct stash_file *items;
    size_t len, cap;
};

/* Every complete stash file, oldest first. A damaged one: FLASH_ECORRUPT naming it. */
int stash_list(struct repo *r, struct arena *a, struct stash_files *out, struct flash_error *err);

#endif

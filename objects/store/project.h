#ifndef OBJECTS_PROJECT_H
#define OBJECTS_PROJECT_H

/*
 * Read-only look into the project's own git repository, for git:<rev> endpoints. Through libgit2;
 * where that refuses the repository (SHA-256, reftable, an extension) or an object is missing,
 * through one 'git cat-file --batch' when git is installed.
 */

#include "base/arena.h"
#include "base/vec.h"
#include "objects/store/oid.h"

struct flash_error;

struct project_file {
    struct flash_str path, bytes; /* path relative to the folder asked for */
};
struct project_files {
    struct project_file *items;
    size_t len, cap;
};

/* All files ending in suffix below folder (relative to the work tree's root) at rev, in byte order
 * of path. FLASH_ENOTFOUND names what is missing and the fetch to run (shallow or partial clone).
 */
int project_read(const char *worktree, struct flash_str rev, struct flash_str folder,
    struct flash_str suffix, struct arena *a, struct project_files *out, struct flash_error *err);
/* Root of the work tree that holds dir, its common git dir, and HEAD's commit as hex (empty when
 * unborn). FLASH_ENOTFOUND = no git project. */
struct project_info {
    char *worktree, *common_dir, *prefix; /* prefix: dir relative to the root, "" at it */
    char head[65];
};
int project_find(
    const char *dir, struct arena *a, struct project_info *out, struct flash_error *err);

#endif

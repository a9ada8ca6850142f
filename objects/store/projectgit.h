#ifndef OBJECTS_PROJECTGIT_H
#define OBJECTS_PROJECTGIT_H

/* The project's repository through the git program: for what libgit2 refuses or does not find
 * (project.h). Its own checks (owner, safe.directory) apply; git's own messages go to standard
 * error. FLASH_ENOTFOUND with a hint when git is not installed. */

#include "objects/store/project.h"

int project_git_find(
    const char *dir, struct arena *a, struct project_info *out, struct flash_error *err);
/* Unsorted; the caller has checked rev and folder. */
int project_git_read(const char *worktree, struct flash_str rev, struct flash_str folder,
    struct flash_str suffix, struct arena *a, struct project_files *out, struct flash_error *err);

/* project.c: whether a file of the project is one of the working files, and how much may be read.
 */
bool project_wants(struct flash_str path, struct flash_str suffix);
struct project_budget {
    size_t bytes, files;
};
int project_take(
    struct project_budget *b, struct flash_str path, size_t size, struct flash_error *err);
int project_no_revision(struct flash_str rev, bool shallow, struct flash_error *err);
int project_no_folder(struct flash_str folder, struct flash_str rev, struct flash_error *err);

#endif

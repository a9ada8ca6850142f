#ifndef REPO_WORKTREE_PARTIAL_H
#define REPO_WORKTREE_PARTIAL_H

/*
 * Reading only the files that changed, and those whose objects mention, or are mentioned by, what
 * changed. It answers only when the outcome is the same as that of reading everything: files of
 * CREATE statements alone, no errors, every name resolved within what was read. Else everything is
 * read, which also tells what is wrong.
 */

#include "repo/worktree.h"

/* *done false: read everything. */
int worktree_read_partial(
    struct worktree *w, struct arena *a, struct arena scratch, bool *done, struct flash_error *err);
/* Parses the files that make these objects into w->schema; the cache must be that of the files.
 * False: read everything. */
bool worktree_parse_objects(
    struct worktree *w, const struct tree_list *entries, struct arena *a, struct arena scratch);

#endif

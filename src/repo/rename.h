#ifndef REPO_RENAME_H
#define REPO_RENAME_H

/*
 * Renames that are known: 'flash mv' (rename-files.h), '-- was:' hints in files, records in
 * meta/ids of commits.
 */

#include "diff/diff.h"
#include "objects/graph/commit.h"
#include "repo/repo.h"

struct dialect;
struct store;

/* "column main.users.name -> full_name": value of the Flash-Rename trailer, for readers. */
struct flash_str rename_text(struct arena *a, const struct rename *r);

/* What is recorded between two commits, in any relation: records that only 'to' has, after the
 * inverse of those that only 'from' has. Chains come out as one rename, and what leads back to its
 * start not at all. Either may be NULL (no records). */
int rename_between(struct store *s, const struct dialect *d, const struct oid *from,
    const struct oid *to, struct arena *a, struct arena scratch, struct rename_list *out,
    struct flash_error *err);
/* The records of one commit against its first parent. */
int rename_of_commit(struct store *s, const struct dialect *d, const struct commit *c,
    struct arena *a, struct arena scratch, struct rename_list *out, struct flash_error *err);
/* Adds those of 'more' that the list does not have. */
void rename_list_merge(struct arena *a, struct rename_list *list, const struct rename_list *more);

#endif

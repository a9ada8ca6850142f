#ifndef REPO_WORKTREE_H
#define REPO_WORKTREE_H

/*
 * The working files as a snapshot: their tree, the tree of the schema that they make, and as much
 * of that schema as somebody needs. What the file cache knows is neither read nor parsed.
 */

#include "dialect/dialect.h"
#include "repo/filecache.h"
#include "repo/repo.h"

struct worktree {
    struct repo *repo;
    const struct dialect *dialect;
    struct workfiles files;
    struct tree_list entries; /* below schema/, by path, "@format" included */
    struct oid schema_oid, files_oid;
    struct read_report report;
    struct schema *schema; /* NULL: nothing had to be parsed; else frozen */
    bool whole;            /* schema has everything */
    struct filecache cache;
};

/* Lists, reads and parses what is not known. Problems in files: diags, FLASH_ESYNTAX. */
int worktree_read(struct repo *r, struct arena *a, struct arena scratch, struct diags *diags,
    struct worktree *out, struct flash_error *err);
/* Makes sure that schema has the objects of these entries. */
int worktree_need(struct worktree *w, const struct tree_list *entries, struct arena *a,
    struct arena scratch, struct diags *diags, struct flash_error *err);
/* All of it, with the places of everything (for changing files). */
int worktree_need_all(
    struct worktree *w, struct arena *a, struct diags *diags, struct flash_error *err);

/* The entries of schema/ that a cache stands for. */
void worktree_entries_of(
    const struct filecache *c, const struct dialect *d, struct arena *a, struct tree_list *out);
/* Keeps w->cache; a failure is only traced. */
void worktree_save(struct worktree *w, struct arena scratch);

#endif

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
    struct tree_list entries;      /* below schema/, by path, "@format" included */
    struct tree_list file_entries; /* below files/ */
    bool have_oids;
    struct oid schema_oid, files_oid; /* of these two, when have_oids (worktree_oids) */
    /* What the cache was of before this read; zero ids and empty lists: of nothing. For whoever
     * meets these trees again. */
    struct oid known_schema, known_files;
    struct tree_list known_entries, known_file_entries;
    struct read_report report;
    struct schema *schema; /* NULL: nothing had to be parsed; else frozen */
    bool whole;            /* schema has everything */
    struct filecache cache;
    bool unsaved; /* the cache is to be written once the ids are known */
};

/* Lists, reads and parses what is not known. Problems in files: diags, FLASH_ESYNTAX. */
int worktree_read(struct repo *r, struct arena *a, struct arena scratch, struct diags *diags,
    struct worktree *out, struct flash_error *err);
/* Sees to it that the ids are there. */
int worktree_oids(struct worktree *w, struct arena scratch, struct flash_error *err);
/* The same for who has them: a commit that was just made of these entries. */
void worktree_keep(
    struct worktree *w, const struct oid *schema, const struct oid *files, struct arena scratch);
/* Makes sure that schema has the objects of these entries. */
int worktree_need(struct worktree *w, const struct tree_list *entries, struct arena *a,
    struct arena scratch, struct diags *diags, struct flash_error *err);
/* All of it, with the places of everything (for changing files). */
int worktree_need_all(
    struct worktree *w, struct arena *a, struct diags *diags, struct flash_error *err);

/* The entries of schema/ that a cache stands for. */
void worktree_entries_of(
    const struct filecache *c, const struct dialect *d, struct arena *a, struct tree_list *out);

#endif

#ifndef REPO_SNAPSHOT_BUILD_H
#define REPO_SNAPSHOT_BUILD_H

/* The tree of a commit: schema/, files/, meta/, plan/ (DESIGN 4), written as edits of the parent's
 * tree. */

#include "repo/snapshot.h"

struct batch;
struct rename_list;

/* A file of plan/. */
struct snapshot_plan {
    struct flash_str name; /* "<from oid12>-<to oid12>.sql" */
    struct flash_str text;
};

struct snapshot_parts {
    const struct schema *schema;       /* has the texts of all that is new; else any */
    const struct tree_list *entries;   /* schema/ as it shall be, by path */
    const struct workfiles *files;     /* files/ as it shall be; bytes of what is new are loaded */
    const struct rename_list *renames; /* of this commit, for meta/ids; may be NULL */
    const struct oid *base;            /* the parent's tree; NULL = none */
    const struct tree_list *base_entries;      /* base's schema/ when known; NULL = it is read */
    const struct tree_list *base_file_entries; /* base's files/ when known; NULL = it is read */
    const struct oid *parent;                  /* commit id, birth of ids; NULL at the root */
    const struct snapshot_plan *plans;         /* all of plan/ */
    size_t nplans;
};

/* Adds the blobs and trees that base does not have to the batch. */
int snapshot_build(struct store *s, struct batch *b, const struct snapshot_parts *p,
    struct arena *a, struct arena scratch, struct oid *tree, struct flash_error *err);

/* How two sorted lists of entries differ. */
void snapshot_list_diff(const struct tree_list *from, const struct tree_list *to, struct arena *a,
    struct tree_deltas *out);

#endif

#ifndef REPO_RECORD_PARTS_H
#define REPO_RECORD_PARTS_H

/* A commit of given parts, with the trailers of DESIGN 4, and the move of the branch that HEAD is
 * on (part of record.h, which includes this). For commit, and for whoever makes snapshots of its
 * own: merge, revert. */

#include "objects/graph/commit.h"
#include "objects/refs/refs.h"
#include "objects/store/tree.h"

struct flash_error;
struct rename_list;
struct repo;
struct schema;
struct snapshot_plan;
struct workfiles;

struct record_parts {
    const struct schema *schema;          /* has the text of all that base lacks */
    const struct tree_list *entries;      /* schema/; NULL = those of schema, which is whole then */
    const struct tree_list *base_entries; /* schema/ of base when known; NULL = it is read */
    const struct tree_list *base_file_entries; /* files/ of base when known; NULL = it is read */
    const struct workfiles *files;
    const struct rename_list *renames; /* may be NULL; children of tables name their table */
    const struct commit *base;         /* whose tree is edited; NULL = none */
    const struct oid *parents;
    size_t nparents;
    struct flash_str message;          /* without trailers */
    const char *source;                /* files db merge revert */
    const struct signature *author;    /* NULL = who runs this */
    const struct snapshot_plan *plans; /* plan/ */
    size_t nplans;
    /* Filled in. */
    struct oid tree;
    struct flash_str subject;
};

/* Needs the lock; head is what HEAD is now. reflog: the first words of its line. FLASH_ECHANGED
 * when the branch is not there any more. */
int record_parts(struct repo *r, struct record_parts *p, const struct head *head,
    const char *reflog, struct arena *perm, struct arena scratch, struct oid *commit,
    struct flash_error *err);

/* Who commits: the environment, user.name and user.email of flash's configuration, then git's. */
int record_signature(
    struct repo *r, struct arena *a, struct signature *out, struct flash_error *err);
/* Subject and body of a commit. */
struct flash_str record_message_without_trailers(struct arena *a, const struct commit *c);

#endif

#ifndef REPO_SNAPSHOT_PAIR_H
#define REPO_SNAPSHOT_PAIR_H

/*
 * Two schemas to be compared, of which only what differs is opened: cost follows the change. With
 * SNAPSHOT_DEPENDANTS all that mentions what differs is opened too (found through cache/refs, views
 * of views included): what a plan needs.
 */

#include "repo/repo.h"
#include "repo/snapshot.h"

enum snapshot_pair_flags { SNAPSHOT_DEPENDANTS = 1 << 0 };

/* Of two commits; either may be NULL = empty. Whole schemas where the normal forms differ or nearly
 * everything does, else 'partial' ones. */
int snapshot_load_pair(struct repo *r, const struct oid *from_commit, const struct oid *to_commit,
    enum snapshot_pair_flags flags, struct arena *a, struct arena scratch, struct schema **from,
    struct schema **to, struct flash_error *err);
/* Of two trees schema/; either may be NULL. */
int snapshot_load_tree_pair(struct repo *r, const struct oid *from_tree, const struct oid *to_tree,
    enum snapshot_pair_flags flags, struct arena *a, struct arena scratch, struct schema **from,
    struct schema **to, struct flash_error *err);

/* A tree of the store and one that is only in memory yet: what differs of both. */
struct snapshot_changed {
    struct store *store;
    const struct dialect *dialect;
    const struct tree_list *base, *now;  /* entries of schema/, by path */
    struct tree_list from_list, to_list; /* filled: those that differ */
};
void snapshot_changed_entries(struct snapshot_changed *c, struct arena *a);
/* texts: a schema that has the objects of to_list ('whole': all there are). */
int snapshot_load_changed(const struct snapshot_changed *c, struct schema *texts, bool whole,
    struct arena *a, struct schema **from, struct schema **to, struct flash_error *err);

#endif

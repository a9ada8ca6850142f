#ifndef OBJECTS_TREE_H
#define OBJECTS_TREE_H

/*
 * Trees as flat lists of (path, blob), in git's order, and back. Hashing needs no store; writing
 * reuses every subtree of a base tree that did not change.
 */

#include "base/vec.h"
#include "objects/store/batch.h"

struct tree_entry {
    struct flash_str path; /* "main/tables/users.sql"; checked component by component as git does */
    struct oid id;         /* of the blob */
    bool executable;
};
struct tree_list {
    struct tree_entry *items;
    size_t len, cap;
};

void tree_list_add(
    struct arena *a, struct tree_list *l, struct flash_str path, const struct oid *id);
/* By path as bytes of full path. Duplicates are an error of tree_build. */
void tree_list_sort(struct tree_list *l);

/* The id of the tree of these (sorted or not) blobs. With b, all trees are added to the batch.
 * Empty list = git's empty tree. FLASH_EINVALID for a path that may not be, FLASH_EEXISTS for one
 * named twice or a file that is also a folder. */
int tree_build(struct arena *a, struct arena scratch, const struct tree_list *l, struct batch *b,
    struct oid *out, struct flash_error *err);

/* All blobs below a tree (or below its sub-path; "" = all), sorted by path. FLASH_ENOTFOUND when
 * the sub-path is not there. */
int tree_flatten(struct store *s, const struct oid *tree, struct flash_str sub, struct arena *a,
    struct tree_list *out, struct flash_error *err);
/* One entry: blob or tree ("" = the tree itself). FLASH_ENOTFOUND. */
int tree_find(struct store *s, const struct oid *tree, struct flash_str path, struct oid *out,
    bool *is_tree, struct flash_error *err);
#include "objects/store/treediff.h"
#include "objects/store/treeedit.h"

#endif

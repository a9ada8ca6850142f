#ifndef OBJECTS_TREEEDIT_H
#define OBJECTS_TREEEDIT_H

/* Changing a tree (part of tree.h, which includes this). */

struct arena;
struct batch;
struct flash_error;
struct oid;
struct store;
struct tree_list;

/*
 * New tree from base with entries put (id) or removed (id zero), opening only the trees on their
 * paths. base NULL = empty. Removing what is not there is no error; removing a folder's path
 * removes all of it; an emptied folder goes. FLASH_EEXISTS for a path named twice, or that would be
 * a file and a folder. b NULL = only the id is wanted.
 */
int tree_edit(struct store *s, const struct oid *base, const struct tree_list *edits,
    struct arena *a, struct arena scratch, struct batch *b, struct oid *out,
    struct flash_error *err);

#endif

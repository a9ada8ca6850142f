#ifndef OBJECTS_TREEREAD_H
#define OBJECTS_TREEREAD_H

/* Looking into stored trees: tree_find and tree_flatten of tree.h, and what the other tree files
 * share. */

#include "objects/store/internal.h"
#include "objects/store/tree.h"
#include "objects/store/treefmt.h"

/* An opened tree. Close frees it; a cursor's names point into it. */
struct tree_reader {
    struct store_object object;
    struct oid id;
    struct tree_cursor cursor;
};
int tree_reader_open(
    struct store *s, const struct oid *id, struct tree_reader *out, struct flash_error *err);
void tree_reader_close(struct tree_reader *r);

/* A store could hold trees that name each other so that few objects make endless paths: every item
 * that is looked at counts. */
#define TREE_BUDGET ((size_t)2 * LIMIT_OBJECTS)
int tree_budget_take(size_t *left, struct flash_error *err);

/* "dir/name", in the arena; dir may be empty. */
struct flash_str tree_path_join(struct arena *a, struct flash_str dir, struct flash_str name);

/* tree.c: what a list of entries needs before it is built. Sorts a copy; FLASH_EINVALID,
 * FLASH_EEXISTS, FLASH_ETOOBIG. */
int tree_list_prepare(const struct tree_list *l, struct arena *scratch, struct tree_list *sorted,
    struct flash_error *err);
int tree_path_check(struct flash_str path, struct flash_error *err);
/* Among sorted entries, by exact path. */
const struct tree_entry *tree_entries_find(
    const struct tree_entry *e, size_t n, struct flash_str path);
/* name: first component of e[0] behind skip bytes. Returns how many of the n entries lie below it,
 * 0 when e[0] is a file. */
size_t tree_entries_group(
    const struct tree_entry *e, size_t n, size_t skip, struct flash_str *name);
/* Hashes the bytes of a tree; with a batch also adds a copy of them. */
struct oid tree_store_bytes(struct arena *a, struct batch *b, struct flash_str bytes);

#endif

#ifndef OBJECTS_TREEFMT_H
#define OBJECTS_TREEFMT_H

/* The bytes of one tree object: reading them item by item with every check, and making them. */

#include "base/strbuf.h"
#include "objects/store/oid.h"

struct flash_error;

enum tree_mode { TREE_MODE_DIR = 040000, TREE_MODE_FILE = 0100644, TREE_MODE_EXEC = 0100755 };

#define TREE_DEPTH 256 /* folders within folders */

struct tree_item {
    struct flash_str name; /* borrowed from the tree's bytes */
    struct oid id;
    enum tree_mode mode;
};

struct tree_cursor {
    struct flash_str rest;
    const struct oid *id; /* of the tree, for messages */
    struct tree_item prev;
};

struct tree_cursor tree_cursor(struct flash_str bytes, const struct oid *id);
/* 1 with the next item, 0 at the end, FLASH_ECORRUPT for bytes that are no tree of ours: bad form,
 * a name that may not be a path component, wrong order or twice, a mode other than file,
 * executable, folder. */
int tree_cursor_next(struct tree_cursor *c, struct tree_item *out, struct flash_error *err);

/* git's order: folders compare as if their name ended in '/'. */
int tree_item_cmp(const struct tree_item *a, const struct tree_item *b);
void tree_emit(struct strbuf *out, const struct tree_item *item);

#endif

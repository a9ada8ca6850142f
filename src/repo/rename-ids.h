#ifndef REPO_RENAME_IDS_H
#define REPO_RENAME_IDS_H

/*
 * meta/ids/<path as in schema/>: one file for each object that was renamed or whose columns or
 * indexes were. flash-ids 1 id <kind> <name at birth> <commit before the first rename, or -> <name
 * now> rename <kind> <old> <new> <commit before, or -> Names are percent-encoded where they are not
 * plain; the oldest record stands first. The file follows its object's path and goes with it.
 */

#include "diff/diff.h"
#include "objects/store/tree.h"

struct batch;
struct dialect;
struct store;

struct rename_record {
    enum kind kind;
    struct flash_str from, to; /* decoded */
    struct flash_str before;   /* commit, hex, or "-" */
    struct flash_str line;     /* the whole record, for comparing */
};
struct rename_records {
    struct rename_record *items;
    size_t len, cap;
};

/* The rename records of a file; lines that are not understood are passed over. */
void rename_ids_parse(struct flash_str text, struct arena *a, struct rename_records *out);

/* Edits below meta/ids (id zero = remove) that a commit needs: its renames added to what base (the
 * parent's tree, may be NULL) has, files of objects that entries (schema/ as it shall be) lacks
 * removed. */
int rename_ids_update(struct store *s, const struct oid *base, const struct oid *parent,
    const struct rename_list *renames, const struct tree_list *entries, struct batch *b,
    struct arena *a, struct tree_list *ids, struct flash_error *err);

/* The path below schema/ of the object that a rename stands with, on one of its sides. */
struct flash_str rename_ids_path(struct arena *a, const struct rename *r, bool old_side);

#endif

#ifndef REPO_RENAME_H
#define REPO_RENAME_H

/*
 * Renames that are known: 'flash mv' (writes '-- was: old' into the working file), hints in files,
 * records in meta/ids of commits.
 */

#include "diff/diff.h"
#include "objects/store/batch.h"
#include "repo/repo.h"

struct store;
struct tree_list;

/* "column main.users.name -> full_name": value of the Flash-Rename trailer. */
struct flash_str rename_text(struct arena *a, const struct rename *r);
bool rename_parse(const struct dialect *d, struct flash_str text, struct rename *out);

/*
 * meta/ids/<path>: one file for each object that was renamed or whose columns were:
 *     id <birth commit hex or '-'> <kind> <name at birth>
 *     rename <kind> <table or '-'> <old> <new> <parent commit hex or '-'>
 * with names percent-encoded. Adds this commit's renames to the files of the parent's tree; the
 * file follows its object's path.
 */
int rename_ids_update(struct store *s, const struct oid *base_tree, const struct oid *parent,
    const struct rename_list *renames, const struct schema *schema, struct batch *b,
    struct arena *a, struct tree_list *ids, struct flash_error *err);
/* Records that commits between from (left out) and to added; when from is a descendant of to, the
 * inverse of those. Chains a -> b, b -> c come out as a -> c. Unrelated histories: through the
 * merge base, else empty. */
int rename_between(struct store *s, const struct dialect *d, const struct oid *from,
    const struct oid *to, struct arena *a, struct rename_list *out, struct flash_error *err);
/* The records of one commit against its first parent. */
int rename_of_commit(struct store *s, const struct dialect *d, const struct oid *commit,
    struct arena *a, struct rename_list *out, struct flash_error *err);

/* flash mv: 'users' or 'users.name' or 'index:ix_a' to a new bare name. Renames in the working
 * files every place that mentions it and writes '-- was: old'. FLASH_ENOTFOUND, FLASH_EEXISTS,
 * FLASH_EAMBIGUOUS, FLASH_EUNSUPPORTED (a mention inside text kept word for word); files are left
 * alone on error. */
struct rename_result {
    struct rename rename;
    size_t files, places;
};
int rename_files(struct repo *r, struct flash_str from, struct flash_str to, struct diags *diags,
    struct arena *a, struct arena scratch, struct rename_result *out, struct flash_error *err);

#endif

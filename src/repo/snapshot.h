#ifndef REPO_SNAPSHOT_H
#define REPO_SNAPSHOT_H

/*
 * Schemas as trees of the store: schema/@format and one blob for each top-level object; and back.
 * (A commit's whole tree: snapshot-build.h. Two at once: snapshot-pair.h.)
 */

#include "objects/graph/commit.h"
#include "objects/store/tree.h"
#include "repo/workfiles.h"
#include "schema/schema.h"

struct dialect;
struct repo;

/* Entries below schema/ by path: "@format", "main/tables/users.sql" ... Paths and texts stay in the
 * schema's arena. */
void snapshot_entries(const struct schema *s, struct arena *a, struct tree_list *out);
bool snapshot_is_format(struct flash_str path);
/* OID of schema/; no store needed. */
int snapshot_oid(
    const struct schema *s, struct arena scratch, struct oid *out, struct flash_error *err);
int snapshot_entries_oid(const struct tree_list *entries, struct arena scratch, struct oid *out,
    struct flash_error *err);
/* "n1:<hex>" as it is recorded in databases. */
struct flash_str snapshot_recorded(
    struct arena *a, const struct dialect *d, const struct oid *schema);
/* The OID of "n1:<hex>" (or bare hex); false for anything else. *normal gets the version, 0 for
 * bare hex; may be NULL. */
bool snapshot_parse_recorded(struct flash_str text, struct oid *out, unsigned *normal);

/* What schema/@format says. */
struct snapshot_format {
    unsigned format, normal;
    const struct dialect *dialect;
};
/* FLASH_ECORRUPT, FLASH_ENEWER for a format of the future, FLASH_EUNSUPPORTED for a dialect that
 * this build lacks. */
int snapshot_format_read(struct store *s, const struct oid *schema_tree, struct arena scratch,
    struct snapshot_format *out, struct flash_error *err);

/* OID of schema/ of a commit. FLASH_ECORRUPT when it has none. */
int snapshot_schema_oid(struct store *s, const struct oid *commit, struct arena scratch,
    struct oid *out, struct flash_error *err);

/* Whole schema of a commit, frozen; texts of an older normal form are brought to this one. Errors
 * in stored text: FLASH_ECORRUPT naming the object. */
int snapshot_load(struct store *s, const struct oid *commit, struct arena *a, struct schema **out,
    struct flash_error *err);
/* The same from the tree schema/ itself. */
int snapshot_load_tree(struct store *s, const struct oid *schema_tree, struct arena *a,
    struct schema **out, struct flash_error *err);
/* The objects of these entries ("@format" is passed over). */
int snapshot_load_entries(struct store *s, const struct dialect *d, const struct tree_list *entries,
    bool partial, struct arena *a, struct schema **out, struct flash_error *err);

/* The objects of texts at hand. Problems: diags, FLASH_ESYNTAX. */
struct snapshot_text {
    struct flash_str path, text; /* path is for messages */
};
int snapshot_load_texts(const struct dialect *d, const struct snapshot_text *texts, size_t n,
    bool partial, struct arena *a, struct schema **out, struct diags *diags,
    struct flash_error *err);

/* Text of one object: path below schema/. FLASH_ENOTFOUND. */
int snapshot_object(struct store *s, const struct oid *commit, struct flash_str path,
    struct arena *a, struct flash_str *out, struct flash_error *err);

#endif

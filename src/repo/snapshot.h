#ifndef REPO_SNAPSHOT_H
#define REPO_SNAPSHOT_H

/*
 * Schemas as trees of the store: schema/@format and one blob for each top-level object; the rest of
 * a commit's tree (files/, meta/, plan/); and back.
 */

#include "objects/graph/commit.h"
#include "objects/store/tree.h"
#include "repo/workfiles.h"
#include "schema/schema.h"

struct repo;
struct rename_list;

/* Entries below schema/: "@format", "main/tables/users.sql" ... Texts stay in the schema's arena.
 */
int snapshot_entries(
    const struct schema *s, struct arena *a, struct tree_list *out, struct flash_error *err);
/* OID of schema/; no store needed. */
int snapshot_oid(
    const struct schema *s, struct arena scratch, struct oid *out, struct flash_error *err);
/* "n1:<hex>" as it is recorded in databases. */
struct flash_str snapshot_recorded(
    struct arena *a, const struct dialect *d, const struct oid *schema);
/* The OID of "n1:<hex>" (or bare hex); false for anything else. *normal gets the version. */
bool snapshot_parse_recorded(struct flash_str text, struct oid *out, unsigned *normal);

/* What a commit's tree is made of. */
struct snapshot_parts {
    const struct schema *schema; /* whole */
    const struct workfiles *files;
    const struct rename_list *renames; /* to add to meta/ids; may be NULL */
    const struct oid *base;   /* the parent's tree, whose subtrees are reused; NULL = none */
    const struct oid *parent; /* commit id, birth of ids; NULL at the root */
};
/* Adds blobs and trees that base does not have to the batch. */
int snapshot_build(struct store *s, struct batch *b, const struct snapshot_parts *p,
    struct arena *a, struct arena scratch, struct oid *tree, struct oid *schema,
    struct flash_error *err);

/* OID of schema/ of a commit. FLASH_ECORRUPT when it has none. */
int snapshot_schema_oid(
    struct store *s, const struct oid *commit, struct oid *out, struct flash_error *err);
/* The dialect that schema/@format names; FLASH_ENEWER for a format of the future,
 * FLASH_EUNSUPPORTED. */
int snapshot_dialect(struct store *s, const struct oid *schema_tree, const struct dialect **out,
    struct flash_error *err);

/* Whole schema of a commit, frozen; texts of an older normal form are brought to this one. Errors
 * in stored text: FLASH_ECORRUPT naming the object. */
int snapshot_load(struct store *s, const struct oid *commit, struct arena *a, struct schema **out,
    struct flash_error *err);
/* The same from the tree schema/ itself. */
int snapshot_load_tree(struct store *s, const struct oid *schema_tree, struct arena *a,
    struct schema **out, struct flash_error *err);

/* Two schemas that differ: what differs, and with SNAPSHOT_DEPENDANTS all that mentions it (through
 * cache/refs), is opened. Both come out 'partial'. Falls back to whole schemas where normal forms
 * differ. Either id may be NULL = empty. */
enum snapshot_pair_flags { SNAPSHOT_DEPENDANTS = 1 << 0 };
int snapshot_load_pair(struct repo *r, const struct oid *from_commit, const struct oid *to_commit,
    enum snapshot_pair_flags flags, struct arena *a, struct arena scratch, struct schema **from,
    struct schema **to, struct flash_error *err);

/* Text of one object: path below schema/. FLASH_ENOTFOUND. */
int snapshot_object(struct store *s, const struct oid *commit, struct flash_str path,
    struct arena *a, struct flash_str *out, struct flash_error *err);

#endif

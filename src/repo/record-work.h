#ifndef REPO_RECORD_WORK_H
#define REPO_RECORD_WORK_H

/* The state of a commit in the making: what it stands on, and the snapshot that it records. Inside
 * of record.c and the files that read for it. */

#include "objects/refs/refs.h"
#include "repo/record.h"
#include "repo/worktree.h"

struct record {
    struct repo *repo;
    struct store *store;
    const struct dialect *dialect;
    const struct record_options *options;
    struct diags *diags;
    struct arena *perm;
    struct arena scratch;
    struct record_result *out;

    /* What it stands on. */
    struct head head;
    bool has_base;
    struct oid base; /* the parent */
    struct commit base_commit;
    struct commit old;                  /* HEAD's commit: the parent, or what --amend replaces */
    struct oid base_schema, base_files; /* its trees; zero = none */
    struct tree_list base_list;         /* below its schema/ */
    struct tree_list base_file_list;    /* below its files/ */

    /* What it records. */
    struct worktree tree;
    struct workfiles own; /* files made here: partial commits, RECORD_DB */
    const struct workfiles *files;
    struct tree_list entries, file_entries; /* below schema/ and files/ */
    struct schema *schema;                  /* NULL, or what was parsed so far */
    bool whole;                             /* schema has everything */
};

/* Reads what the options ask for. */
int record_read(struct record *rec, struct flash_error *err);
/* OID of schema/ as it shall be. */
int record_schema_oid(struct record *rec, struct oid *out, struct flash_error *err);
/* Sees to it that schema has these objects. */
int record_need(struct record *rec, const struct tree_list *entries, struct flash_error *err);
/* Takes a whole schema and the files that make it. */
void record_take(struct record *rec, struct schema *schema, const struct workfiles *files);

/* Renames that the changes really are, children with their table. */
void record_effective_renames(
    const struct change_list *changes, struct arena *a, struct rename_list *out);

#endif

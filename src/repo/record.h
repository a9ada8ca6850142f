#ifndef REPO_RECORD_H
#define REPO_RECORD_H

/*
 * Making commits. The whole of read, compare and write runs under the store's lock, on the HEAD
 * that is there then: eight processes that commit at once come out as one line of history.
 */

#include "adapter/adapter.h"
#include "diff/diff.h"
#include "objects/graph/commit.h"
#include "repo/objglob.h"
#include "repo/record-parts.h"
#include "repo/repo.h"
#include "repo/workfiles.h"

enum record_source { RECORD_FILES, RECORD_DB };

struct record_options {
    enum record_source source;
    struct flash_str message; /* empty with amend: the old one */
    bool amend;
    struct objglob objects;         /* partial: only these */
    const struct signature *author; /* NULL = default */
    /* RECORD_DB: the database's schema, frozen, read by the caller; same arena rules as results. */
    const struct schema *db;
    const struct rename_list *db_renames; /* by catalogue identity; may be NULL */
    /* A drop and an add that look like a rename: true = record it as one. NULL = report only
     * (result.guesses). */
    bool (*accept_rename)(void *payload, const struct rename_guess *g);
    /* --amend: asked before, by the commit that would go: an error when a database has it. NULL =
     * not asked. */
    int (*check_amend)(void *payload, const struct oid *commit, struct flash_error *err);
    void *payload;
};

struct record_result {
    bool nothing; /* nothing to commit: the rest is empty, no error (exit 1) */
    struct oid commit, parent, schema, tree;
    struct flash_str branch; /* short; empty = detached */
    struct flash_str subject;
    bool root;
    const struct schema *from, *to; /* may be partial */
    struct change_list changes;
    struct rename_list renames;
    struct rename_guess_list guesses; /* not accepted */
    struct read_report report;        /* rows in the files: counted, not versioned */
    size_t files_written;             /* RECORD_DB: working files that were changed */
};

/* FLASH_EINVALID: empty message, a word of objects that matches nothing. FLASH_ESYNTAX: problems in
 * the files, in diags. FLASH_EREFUSED: open operation. FLASH_ECHANGED, FLASH_ELOCKED. With
 * RECORD_DB working files that hold uncommitted changes of their own: FLASH_EREFUSED naming them.
 */
int record_commit(struct repo *r, const struct record_options *o, struct diags *diags,
    struct arena *perm, struct arena scratch, struct record_result *out, struct flash_error *err);

#endif

#ifndef REPO_STASH_H
#define REPO_STASH_H

/*
 * Data mode 'stash': what a plan parks leaves the database in the same transaction, for
 * .flash/stash/<op>.zst. The file is complete and synced before that transaction commits; without
 * the commit it is nothing (recovery removes it). On the return trip the parked tables are made
 * again from it, at the start of the transaction; it is removed only after that one committed.
 *
 * The file is one zstd stream with a checksum: head (what, for which database), entries, then for
 * each entry its catalogue row and its rows, cell by cell.
 */

#include "adapter/adapter.h"
#include "repo/repo.h"

struct stash_file {
    struct flash_str name;   /* "<op>.zst" below .flash/stash */
    struct flash_str target; /* of its database: name, else the url without password */
    struct flash_str op, branch, created_at;
    struct flash_str catalogue; /* the statement that makes the catalogue */
    struct flash_str *tables; /* for each entry the statement that makes its table, with the entry's
                                 n in its name */
    struct park_list entries; /* n as it was in the database */
};
struct stash_files {
    struct stash_file *items;
    size_t len, cap;
};

/* The head of an open file, entries included; behind it come the rows. */
struct stash_reader;
struct stash_writer;
int stash_get_head(
    struct stash_reader *r, struct arena *a, struct stash_file *out, struct flash_error *err);
int stash_put_head(struct stash_writer *w, const struct stash_file *f, struct flash_error *err);

/* Every stash file, oldest first; only the manifests are read. A damaged one: FLASH_ECORRUPT naming
 * it. */
int stash_list(struct repo *r, struct arena *a, struct stash_files *out, struct flash_error *err);
int stash_remove(struct repo *r, struct flash_str name, struct flash_error *err);
/* Names separated by spaces, as a journal has them. */
int stash_remove_list(struct repo *r, struct flash_str names, struct flash_error *err);
/* ".flash/stash/<op>.zst" */
char *stash_path(const struct repo *r, struct arena *a, struct flash_str name);
/* What a stash file's target says for this database. */
struct target;
struct flash_str stash_target(const struct target *t);

#endif

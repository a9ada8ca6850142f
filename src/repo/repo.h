#ifndef REPO_REPO_H
#define REPO_REPO_H

/*
 * A project: the folder with flash.conf, and the .flash beside it. Opening one looks for two names
 * and opens nothing else: store, config and dialect are loaded when somebody asks, so that a
 * command pays for what it uses.
 *
 * In a linked git work tree without a .flash of its own the main work tree's store is used; what
 * belongs to the files of one work tree (state, file cache) then lies in .flash/worktrees/<name>.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "objects/store/oid.h"

struct config;
struct dialect;
struct diags;
struct flash_error;
struct store;

struct repo {
    struct arena *arena; /* the caller's; everything the repo hands out without an arena argument
                            lives here */
    char *root;          /* absolute path of the folder of flash.conf, where working files are */
    char *dir;           /* absolute path of .flash (holds the store, op/, stash/, lock, config) */
    char *work_dir;      /* absolute: dir, or dir/worktrees/<name>; holds state/ and cache/files */
    char *prefix;        /* where the command started, relative to root; "" at it */
    int root_fd, dir_fd; /* open folders, for *at calls */
    bool linked;         /* a linked git work tree that uses the main one's store */

    /* Set by the caller after repo_open, all optional. */
    const char *command; /* "commit": in the lock file and first word of reflog messages */
    struct diags *diags; /* gets warnings about the config */
    void (*lock_notify)(
        void *payload, const char *holder); /* told once when a lock is waited for */
    /* Asked whether a database elsewhere that the tracked file names is meant; true is recorded.
     * NULL: it is not. Never called while the lock is held. */
    bool (*confirm)(void *payload, const char *question);
    void *payload;

    /* Filled on first use; ask by the functions below. */
    struct store *store;
    struct config *config;
    const struct dialect *dialect;
    char *schema_dir;
    unsigned locked;
};

/* Looks for flash.conf or .flash from start upwards. FLASH_ENOTFOUND (hint: flash init);
 * FLASH_EACCESS. The walk ends at a file system's border as git's does. */
int repo_open(struct arena *a, const char *start, struct repo **out, struct flash_error *err);
/* NULL is fine. Leaves the arena alone. */
void repo_close(struct repo *r);

/* The store, opened once. FLASH_ENOTFOUND (hint: flash init) when there is flash.conf and no store.
 */
int repo_store(struct repo *r, struct store **out, struct flash_error *err);
/* The merged configuration. FLASH_EINVALID with file and line. */
int repo_config(struct repo *r, struct config **out, struct flash_error *err);
/* flash.dialect; dialect_default where nothing is said. */
int repo_dialect(struct repo *r, const struct dialect **out, struct flash_error *err);
/* schema.files, relative to root, checked to stay below it: "db/schema". */
int repo_schema_dir(struct repo *r, const char **out, struct flash_error *err);

/* The store's lock with core.lockTimeout, for read-decide-write. Calls nest. FLASH_ELOCKED names
 * the holder. */
int repo_lock(struct repo *r, struct flash_error *err);
void repo_unlock(struct repo *r);
/* FLASH_EREFUSED naming the operation when .flash/op holds an unfinished one. */
int repo_check_operation(struct repo *r, struct flash_error *err);
/* Name of the unfinished operation in .flash/op ("apply-...": file stem), NULL when there is none.
 */
const char *repo_operation(struct repo *r, struct arena *a);

/* <dir>/<name> and <work_dir>/<name>. */
char *repo_path(const struct repo *r, struct arena *a, const char *name);
char *repo_work_path(const struct repo *r, struct arena *a, const char *name);

/* "HEAD commit of the project's git repository", for the trailer; empty when there is none. */
struct flash_str repo_git_commit(struct repo *r, struct arena *a);

#endif

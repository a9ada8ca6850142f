#ifndef OBJECTS_STORE_H
#define OBJECTS_STORE_H

/*
 * The store: a private real git repository at <dir>/.git, driven by libgit2 (DESIGN 4). This folder
 * knows bytes, trees, commits and refs, and nothing of SQL. Every function that takes a store is
 * for one thread.
 *
 * Writers hold the store's lock (store_lock) around read-decide-write. Objects written without
 * moving a ref are garbage that gc sweeps: so a kill between the two loses nothing.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "objects/store/oid.h"

struct flash_error;
struct store;

enum store_flags { STORE_READONLY = 1 << 0 };

/* Makes <dir>/.git (bare, sha1, files refs, reflogs always, fsync, HEAD -> refs/heads/<branch>),
 * whole or not at all: it is made beside and renamed into place. FLASH_EEXISTS when there is one.
 */
int store_create(const char *dir, const char *branch, struct flash_error *err);
/* dir is the folder that holds .git. Checks that it is ours: right owner (hint on how to allow),
 * sha1, files refs, no hooks or config of strangers take part. FLASH_ENOTFOUND, FLASH_EACCESS,
 * FLASH_ECORRUPT, FLASH_ENEWER. */
int store_open(
    const char *dir, enum store_flags flags, struct store **out, struct flash_error *err);
void store_close(struct store *s); /* NULL is fine */
const char *store_dir(const struct store *s);
/* 32 hex digits made at creation; names the store in databases' heads. */
const char *store_id(const struct store *s);

/* <dir>/lock. Waits timeout_ms, telling once on stderr through notify. Sweeps dead *.lock files
 * (older than 10 minutes, or named in our journal). Nested calls count. */
int store_lock(struct store *s, const char *command, unsigned timeout_ms,
    void (*notify)(void *payload, const char *holder), void *payload, struct flash_error *err);
void store_unlock(struct store *s);

/* Reading. Bytes are hash-checked and live in the arena. FLASH_ENOTFOUND names the id,
 * FLASH_ECORRUPT, FLASH_ETOOBIG over max. */
int store_read(struct store *s, const struct oid *id, enum object_type want, size_t max,
    struct arena *a, struct flash_str *out, struct flash_error *err);
bool store_has(struct store *s, const struct oid *id);

#endif

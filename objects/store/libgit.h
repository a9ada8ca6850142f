#ifndef OBJECTS_LIBGIT_H
#define OBJECTS_LIBGIT_H

/* What every file over libgit2 needs: starting it, ids to and fro, and its errors as ours. */

#include <git2.h>

#include "base/error.h"
#include "objects/store/oid.h"

/* Starts libgit2 once for the process with the options that the store needs (sync, strict hashes).
 */
int store_git_start(struct flash_error *err);

/* Whether the failing call read or wrote: decides what an error without a class of its own means.
 */
enum store_git_op { STORE_GIT_READ, STORE_GIT_WRITE };
/* Call right after the failing libgit2 call. The message gets ": <libgit2's message>" behind it. */
int store_git_error(struct flash_error *err, int rc, enum store_git_op op, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

/* While isolated, libgit2 sees no system, global or XDG config: what a user has there must not
 * change how the store works. Balanced calls; the host's own paths come back. */
struct store_git_paths {
    git_buf saved[4];
};
void store_git_isolate(struct store_git_paths *p);
void store_git_restore(struct store_git_paths *p);

git_oid store_git_oid(const struct oid *o);
struct oid store_git_oid_from(const git_oid *o);

#endif

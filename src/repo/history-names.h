#ifndef REPO_HISTORY_NAMES_H
#define REPO_HISTORY_NAMES_H

/* Names of commits and of what is in them (part of history.h, which includes this). */

#include "base/arena.h"
#include "objects/store/oid.h"

struct flash_error;
struct repo;

/* Names that point at commits, for --decorate: "HEAD -> main, tag: v1". */
struct history_names;
int history_names_load(
    struct repo *r, struct arena *a, struct history_names **out, struct flash_error *err);
struct flash_str history_names_of(const struct history_names *n, const struct oid *commit);

/* Text of one object of a commit ("users", "main.users", "view:active", "index:ix_a" gives its
 * table). path is below schema/. FLASH_ENOTFOUND, FLASH_EAMBIGUOUS naming the kinds to choose from.
 */
int history_object(struct repo *r, const struct oid *commit, struct flash_str object,
    struct arena *a, struct flash_str *path, struct flash_str *text, struct flash_error *err);
/* "main:users", "HEAD~1:view:active": false when there is no object behind the revision. */
bool history_split_object(struct flash_str word, struct flash_str *rev, struct flash_str *object);

#endif

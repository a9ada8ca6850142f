#ifndef REPO_OBJGLOB_H
#define REPO_OBJGLOB_H

/*
 * Words behind '--' that choose objects: 'users', 'main.users', 'user*', 'table:users' (also
 * 'views:...' by folder), 'index:ix_a'. A word matches a top-level object by its key, with or
 * without namespace, and an index by the table it is on. Globs as in the shell; case does not
 * count.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "schema/kinds.h"

struct object;

struct objglob {
    const struct flash_str *items;
    size_t len; /* 0 = everything matches */
};

bool objglob_match(const struct objglob *g, const struct object *top, struct arena scratch);
/* By path in the tree, "main/tables/users.sql", without opening the blob. */
bool objglob_match_path(const struct objglob *g, struct flash_str path, struct arena scratch);
/* Which item matched, -1 = none: to report words that matched nothing. */
int objglob_which(const struct objglob *g, struct flash_str path, struct arena scratch);

/* A path of the tree taken apart: namespace and name decoded, the folder ("tables"). False for
 * another form. */
bool objglob_path_parts(struct flash_str path, struct arena *a, struct flash_str *ns,
    struct flash_str *folder, struct flash_str *name);
/* The first kind whose objects stand in the folder. */
enum kind objglob_folder_kind(struct flash_str folder);

#endif

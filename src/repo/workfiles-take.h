#ifndef REPO_WORKFILES_TAKE_H
#define REPO_WORKFILES_TAKE_H

/* 'init --from db': working files out of a database's schema. */

#include "repo/workfiles.h"

struct workfiles_taken {
    size_t objects, files; /* written; 0 when the files say the same already */
};

/* Writes the schema into the working files, which have no objects yet: FLASH_EREFUSED when they
 * have, and others. Takes the store's lock. Problems of the files: diags. */
int workfiles_take(struct repo *r, const struct schema *db, struct diags *diags, struct arena *a,
    struct arena scratch, struct workfiles_taken *out, struct flash_error *err);

#endif

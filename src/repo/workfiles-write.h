#ifndef REPO_WORKFILES_WRITE_H
#define REPO_WORKFILES_WRITE_H

/* Writing below schema.files (workfiles_write of workfiles.h): no component on the way may be a
 * link. */

#include "repo/repo.h"
#include "repo/workfiles.h"

/* One file, whole or not at all; its folders are made. path is relative to schema.files. */
int workfile_put(struct repo *r, struct flash_str path, struct flash_str bytes,
    struct arena scratch, struct flash_error *err);
/* Missing is no error. Folders that are empty then go too, up to schema.files. */
int workfile_drop(
    struct repo *r, struct flash_str path, struct arena scratch, struct flash_error *err);

#endif

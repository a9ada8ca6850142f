#ifndef REPO_CHECKOUT_OBJECTS_H
#define REPO_CHECKOUT_OBJECTS_H

/* checkout -- <object>: single objects back into the working files (part of checkout.h, which
 * includes this). */

#include "repo/objglob.h"
#include "repo/repo.h"

struct checkout_objects_result {
    struct flash_str *titles; /* "table users" */
    size_t len, cap;
    size_t files_written;
};

/* Writes these objects of rev (empty = HEAD), in the words that its files have for them, into the
 * working files. HEAD and databases stay. Objects that rev does not have are left alone.
 * FLASH_ENOTFOUND names a word that matches nothing there. */
int checkout_objects(struct repo *r, struct flash_str rev, const struct objglob *objects,
    struct arena *perm, struct arena scratch, struct checkout_objects_result *out,
    struct flash_error *err);

#endif

#ifndef REPO_CHECKOUT_FILES_H
#define REPO_CHECKOUT_FILES_H

/* The working files of a switch: which of them move, which hold uncommitted changes. */

#include "repo/workfiles.h"

struct checkout_files {
    struct workfiles disk, from, to; /* of a zero commit: empty */
    struct workfiles write, remove; /* what is to be done, in the form that workfiles_write takes */
    VEC(struct flash_str) carried;  /* changed here, the same on both sides: left alone */
    VEC(struct flash_str) clashing; /* changed here, and different on the two sides */
    bool dirty;                     /* any of the two */
    bool at_target;                 /* every file is the target's already */
};

/* Lists the three and compares them path by path. With DISCARD uncommitted changes are overwritten;
 * else what clashes is left alone. */
enum checkout_files_flags { CHECKOUT_FILES_DISCARD = 1 << 0 };
int checkout_files_compare(struct repo *r, const struct oid *from, const struct oid *to,
    enum checkout_files_flags flags, struct arena *a, struct checkout_files *out,
    struct flash_error *err);
/* Writes and removes. */
int checkout_files_move(
    struct repo *r, const struct checkout_files *f, struct arena scratch, struct flash_error *err);

#endif

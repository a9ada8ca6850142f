#ifndef REPO_BRANCH_TAG_H
#define REPO_BRANCH_TAG_H

/* Tags of the store. */

#include "base/vec.h"
#include "objects/store/oid.h"
#include "repo/repo.h"

struct branch_tag {
    struct flash_str name, message; /* message empty: lightweight */
    struct oid id;                  /* the commit */
};
struct branch_tags {
    struct branch_tag *items;
    size_t len, cap;
};
/* glob empty = all. */
int branch_tag_list(struct repo *r, struct flash_str glob, struct arena *a, struct branch_tags *out,
    struct flash_error *err);
/* message empty = lightweight. */
int branch_tag_create(struct repo *r, struct flash_str name, struct flash_str start,
    struct flash_str message, bool force, struct arena scratch, struct oid *at,
    struct flash_error *err);
int branch_tag_delete(struct repo *r, struct flash_str name, struct arena scratch, struct oid *was,
    struct flash_error *err);

#endif

#ifndef OBJECTS_COMMITFMT_H
#define OBJECTS_COMMITFMT_H

/* The bytes of commit and tag objects, read. Results borrow from bytes. FLASH_ECORRUPT says what is
 * wrong with which. */

#include "objects/graph/commit.h"

int commit_parse(struct flash_str bytes, const struct oid *id, struct arena *a, struct commit *out,
    struct flash_error *err);
int tag_parse(
    struct flash_str bytes, const struct oid *id, struct tag *out, struct flash_error *err);
/* Sets subject and body from message. */
void commit_split_message(struct commit *c);
/* FLASH_EINVALID for what git would not take behind refs/tags/. */
int tag_name_check(struct flash_str name, struct flash_error *err);

#endif

#ifndef OBJECTS_COMMIT_H
#define OBJECTS_COMMIT_H

/* Commits and annotated tags, with trailers. */

#include "base/vec.h"
#include "objects/store/batch.h"

struct strbuf;

struct signature {
    struct flash_str name, email;
    int64_t time;
    int offset_min;
};

struct commit {
    struct oid id, tree;
    struct oid *parents;
    size_t nparents;
    struct signature author, committer;
    struct flash_str message; /* whole, trailers included */
    struct flash_str subject; /* first line */
    struct flash_str body;    /* between subject and trailers */
};

int commit_read(struct store *s, const struct oid *id, struct arena *a, struct commit *out,
    struct flash_error *err);
/* Adds the commit object to the batch; c->id is set. FLASH_EINVALID for a message or signature that
 * git could not read back. */
int commit_build(struct batch *b, struct arena *a, struct commit *c, struct flash_error *err);
/* Value of a trailer of this name; i = 0 is the last one in the message, 1 the one before it, and
 * so on backwards. Empty when there are not so many. Borrowed from the message; names compare
 * without case. */
struct flash_str commit_trailer(const struct commit *c, const char *name, unsigned i);
/* message + one blank line (where needed) + "Name: value". */
void commit_add_trailer(struct strbuf *message, const char *name, struct flash_str value);
/* Who commits (s may be NULL): FLASH_AUTHOR_NAME/EMAIL, GIT_AUTHOR_*, git's user.name of global
 * config, login@host. */
int signature_default(
    struct store *s, struct arena *a, struct signature *out, struct flash_error *err);

/* An annotated tag of anything that is in the store or in the batch. FLASH_EINVALID,
 * FLASH_ENOTFOUND. */
int tag_build(struct batch *b, struct arena *a, struct flash_str name, const struct oid *target,
    const struct signature *tagger, struct flash_str message, struct oid *out,
    struct flash_error *err);
struct tag {
    struct oid target;
    struct signature tagger;
    struct flash_str name, message;
};
int tag_read(struct store *s, const struct oid *id, struct arena *a, struct tag *out,
    struct flash_error *err);

#endif

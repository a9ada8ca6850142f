#ifndef REPO_SPLICE_HINT_H
#define REPO_SPLICE_HINT_H

/* '-- was: old' in texts of statements. Part of splice.c. */

#include "schema/change.h"

struct dialect;
struct splice_edits;

/* A printed statement with hints for what the change says is renamed: in front of it, and on a line
 * above each column. */
struct flash_str splice_with_hints(const struct dialect *d, struct flash_str text,
    const struct object *to, const struct change *c, struct arena *a);
/* "-- was: old", the name quoted where it must be. */
struct flash_str splice_hint(struct arena *a, struct flash_str old);
/* Removes the hints among the comments of a statement that is deleted: the next statement must not
 * inherit them. */
bool splice_only_hints(struct flash_str comments);
void splice_drop_hints(struct splice_edits *e, int file, size_t start, struct flash_str comments);

#endif

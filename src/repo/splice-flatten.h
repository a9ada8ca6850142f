#ifndef REPO_SPLICE_FLATTEN_H
#define REPO_SPLICE_FLATTEN_H

/*
 * Statements that make no object of their own any more: ALTER, DROP, and the CREATE of what was
 * dropped. Where a change meets them they are removed, and what they act on is written as it came
 * out. Part of splice.c.
 */

#include "base/map.h"
#include "repo/workfiles.h"

struct splice_edits;

/* The objects of 'schema' that such statements mention. */
void splice_flatten_find(const struct workfiles *files, const struct schema *schema,
    struct arena *a, struct map *objects);
void splice_flatten_edit(
    struct splice_edits *e, const struct workfiles *files, const struct schema *schema);

#endif

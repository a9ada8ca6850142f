#ifndef OBJECTS_FSCK_H
#define OBJECTS_FSCK_H

/*
 * Checks the store: every object reachable from refs, HEAD and reflogs is there, hashes to its name
 * and is well formed; refs and HEAD are readable. What only the layer above can judge (canonical
 * text) is asked through visit, once for each commit.
 */

#include "objects/refs/refs.h"

enum fsck_level { FSCK_ERROR, FSCK_WARNING, FSCK_NOTE };

struct fsck_options {
    void (*report)(void *payload, enum fsck_level level, const char *what, struct flash_str text);
    /* Called for every reachable commit, newest first; NULL = skip. */
    void (*visit)(void *payload, const struct commit *c);
    void *payload;
};
struct fsck_result {
    size_t commits, trees, blobs, tags, refs, dangling;
    size_t errors, warnings;
};
int fsck_run(struct store *s, const struct fsck_options *o, struct arena scratch,
    struct fsck_result *out, struct flash_error *err);

#endif

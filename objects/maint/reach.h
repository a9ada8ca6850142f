#ifndef OBJECTS_REACH_H
#define OBJECTS_REACH_H

/* Everything that refs, HEAD and reflogs lead to, each object once, in the order of finding
 * (breadth first). */

#include "base/vec.h"
#include "objects/graph/commit.h"
#include "objects/store/oidset.h"

/* What could not be read: type is what it should have been (0 = any), from says who names it ("tree
 * 1234...", "refs/heads/main"). */
struct graph_reach_bad {
    const struct oid *id;
    int type;
    struct flash_str from;
    bool in_reflog; /* only a line of a reflog names it */
    const struct flash_error *why;
};

struct graph_reach {
    struct store *s;
    struct arena *arena; /* for what is found */
    bool read_blobs;     /* else blobs are only named */
    /* Returns 0 to go on, else the walk ends with it. */
    int (*bad)(void *payload, const struct graph_reach_bad *bad, struct flash_error *err);
    /* May be NULL. Called for each commit that was read; c lives during the call. */
    void (*commit)(void *payload, const struct commit *c);
    void *payload;
    struct oid_set seen;                    /* value: the type, 0 where it could not be told */
    VEC(struct graph_reach_source) sources; /* of each in seen */
};
struct graph_reach_source {
    struct flash_str name; /* of a root; NULL = the item at index */
    uint32_t index;
    bool in_reflog;
};

/* Adds one root. */
void graph_reach_root(
    struct graph_reach *r, const struct oid *id, struct flash_str name, bool in_reflog);
/* Adds every ref, HEAD and every reflog line. */
int graph_reach_roots(struct graph_reach *r, struct flash_error *err);
int graph_reach_run(struct graph_reach *r, struct flash_error *err);
/* Adds to r->seen what one object names, not itself, and goes no further. The object is read,
 * whatever it is. */
int graph_reach_children(struct graph_reach *r, const struct oid *id, struct flash_error *err);

#endif

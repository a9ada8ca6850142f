#ifndef OBJECTS_GRAPH_H
#define OBJECTS_GRAPH_H

/* History as a graph: ancestry, merge bases, walks, names of revisions. */

#include "objects/graph/commit.h"

struct oid_list {
    struct oid *items;
    size_t len, cap;
};

bool graph_is_ancestor(
    struct store *s, const struct oid *ancestor, const struct oid *of); /* equal counts */
int graph_ahead_behind(struct store *s, const struct oid *a, const struct oid *b, size_t *ahead,
    size_t *behind, struct flash_error *err);
/* All of them, best first; empty list = unrelated histories. */
int graph_merge_bases(struct store *s, const struct oid *a, const struct oid *b,
    struct arena *arena, struct oid_list *out, struct flash_error *err);

/* Commits reachable from 'include' and not from 'exclude', newest first, parents never before
 * children. */
struct graph_walk {
    const struct oid *include, *exclude;
    size_t ninclude, nexclude;
    size_t limit; /* 0 = none */
    bool first_parent, reverse;
};
int graph_walk(struct store *s, const struct graph_walk *w, struct arena *a, struct oid_list *out,
    struct flash_error *err);

#include "objects/graph/rev.h"

#endif

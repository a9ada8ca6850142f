#ifndef CLI_GRAPH_VIEW_H
#define CLI_GRAPH_VIEW_H

/* The lines beside 'log --graph': one lane for each line of history that is open. */

#include "base/arena.h"
#include "objects/store/oid.h"

#define GRAPH_LANES 64 /* more are not drawn */

struct graph_view {
    struct oid lanes[GRAPH_LANES]; /* the commit that each waits for */
    size_t len;
};

/* What stands in front of the commit's first line ("* | "), and then of its other ones. The text
 * lives in the arena. */
void graph_view_commit(struct graph_view *g, const struct oid *id, const struct oid *parents,
    size_t nparents, struct arena *a, struct flash_str *first, struct flash_str *others,
    struct flash_str *joins);

/* A line without a commit: "| | ". */
struct flash_str graph_view_gap(const struct graph_view *g, struct arena *a);

#endif

#ifndef MERGE_MENTION_H
#define MERGE_MENTION_H

/* What an object of one side mentions, as objects of that side. */

#include "merge/engine.h"

struct mention {
    const struct object *relation;
    const struct object *column; /* NULL = the relation as a whole */
};
struct mention_list {
    struct mention *items;
    size_t len, cap;
};

/* Of a child, or of a top-level object without its children. What the side does not have is left
 * out. */
void merge_mentions(
    const struct schema *s, const struct object *o, struct arena *a, struct mention_list *out);

#endif

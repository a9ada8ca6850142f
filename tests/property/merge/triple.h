#ifndef TESTS_PROPERTY_MERGE_TRIPLE_H
#define TESTS_PROPERTY_MERGE_TRIPLE_H

/* One case: a schema, and what two people do to it. */

#include "generate.h"
#include "merge/merge.h"
#include "side.h"

#define TRIPLE_OPS_BASE 40
#define TRIPLE_OPS      6

struct triple {
    uint64_t seed;
    uint64_t base[TRIPLE_OPS_BASE], ours[TRIPLE_OPS], theirs[TRIPLE_OPS];
    size_t nbase, nours, ntheirs;
    bool apart; /* the sides do not happen to choose the same names */
};

struct schemas {
    struct g_schema g[MERGE_SIDES];
    struct schema *s[MERGE_SIDES];
    struct rename_list renames[MERGE_SIDES]; /* from base */
};

void triple_make(struct triple *t, uint64_t seed);
/* False with a story in side->why. */
bool triple_schemas(const struct triple *t, struct side *side, struct schemas *out);

#endif

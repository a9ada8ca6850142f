#ifndef TESTS_PROPERTY_MERGE_LAWS_H
#define TESTS_PROPERTY_MERGE_LAWS_H

#include "triple.h"

struct tally {
    unsigned triples, merges, clean, renamed;
    unsigned codes[MERGE__COUNT];
};

/* Everything that must hold of three schemas. False with a story in side->why. tally may be NULL.
 */
bool laws_hold(const struct triple *t, struct side *side, struct tally *tally);

#endif

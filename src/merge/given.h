#ifndef MERGE_GIVEN_H
#define MERGE_GIVEN_H

/* Values that somebody wrote to settle a conflict. */

#include "merge/engine.h"

/* Sets the field; the dialect reads it with the rest. Fails the merge when it cannot stand there.
 */
void merge_give(struct merge_engine *e, const struct slot *s, const struct field *f,
    struct object *to, struct flash_str value);
struct name merge_given_name(struct merge_engine *e, const struct slot *s, struct flash_str value);

#endif

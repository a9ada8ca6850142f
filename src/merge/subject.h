#ifndef MERGE_SUBJECT_H
#define MERGE_SUBJECT_H

/* How conflicts speak of things. */

#include "merge/engine.h"

/* A field; field NULL: the whole object, the text of a top-level one. Empty for NULL. */
struct flash_str merge_show(struct arena *a, const struct field *f, const struct object *o);
/* conflict.key; 'about' tells two conflicts of one subject apart. s NULL: it is
 * about two things, and the values say which. */
struct flash_str merge_key(const struct merge_engine *e, const struct slot *s,
    const struct conflict *c, struct flash_str about);

#endif

#ifndef MERGE_ATTRS_H
#define MERGE_ATTRS_H

#include "merge/property.h"

/* Attribute lists merge by name. False: f is none, or an attribute was changed on both sides. */
bool merge_attrs(
    struct merge_engine *e, const struct field *f, const struct lifted *l, struct object *to);

#endif

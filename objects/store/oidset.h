#ifndef OBJECTS_OIDSET_H
#define OBJECTS_OIDSET_H

/* A set of ids with a small value for each, in an arena. Zero is an empty one. */

#include "base/arena.h"
#include "objects/store/oid.h"

struct oid_set_item {
    struct oid id;
    uint32_t value;
};

struct oid_set {
    struct oid_set_item *items; /* in order of insertion */
    uint32_t *slots;            /* index + 1; 0 = free */
    size_t len, cap, nslots;
};

/* NULL when it is not there. Pointers hold until the next add. */
struct oid_set_item *oid_set_find(const struct oid_set *set, const struct oid *id);
/* True when it was new. *item (may be NULL) is the one in the set. */
bool oid_set_add(
    struct arena *a, struct oid_set *set, const struct oid *id, struct oid_set_item **item);

#endif

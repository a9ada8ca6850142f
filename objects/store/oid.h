#ifndef OBJECTS_OID_H
#define OBJECTS_OID_H

/* Object ids: git's SHA-1 names. Never made of anything but git's own object framing. */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct oid {
    unsigned char b[20];
};

#define OID_HEX 40

enum object_type { OBJECT_COMMIT = 1, OBJECT_TREE = 2, OBJECT_BLOB = 3, OBJECT_TAG = 4 };

static inline bool oid_is_zero(const struct oid *o)
{
    for (int i = 0; i < 20; i++)
        if (o->b[i])
            return false;
    return true;
}
bool oid_eq(const struct oid *a, const struct oid *b);
int oid_cmp(const struct oid *a, const struct oid *b);
void oid_hex(const struct oid *o, char out[OID_HEX + 1]);
bool oid_parse(struct flash_str hex, struct oid *out); /* 40 hex digits */
/* The id that git gives these bytes. Uses libgit2's collision-detecting SHA-1. No store needed. */
void oid_of(enum object_type type, struct flash_str bytes, struct oid *out);

#endif

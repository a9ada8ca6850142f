#ifndef OBJECTS_LOOSE_H
#define OBJECTS_LOOSE_H

/* Writing a few objects as a file each. */

#include "objects/store/internal.h"

struct batch_item {
    struct oid id;
    enum object_type type;
    struct flash_str bytes;
};

#define LOOSE_MAX 100

/*
 * At most LOOSE_MAX of them, which the store does not have. All are written and synced under
 * temporary names before the first gets its own, so a failure leaves nothing behind, and the syncs
 * share the file system's work instead of waiting for each other.
 */
int store_loose_write(
    struct store *s, const struct batch_item *items, size_t n, struct flash_error *err);

#endif

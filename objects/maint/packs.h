#ifndef OBJECTS_PACKS_H
#define OBJECTS_PACKS_H

/* The pack files and loose objects of a store as files: for gc, which counts, checks and removes
 * them. */

#include "base/vec.h"
#include "objects/store/internal.h"
#include "objects/store/oidset.h"

struct gc_pack {
    char *stem; /* "pack-<40 digits>" */
    int64_t mtime;
    bool keep; /* a .keep file stands beside it */
};
struct gc_packs {
    struct gc_pack *items;
    size_t len, cap;
};

int gc_packs_list(struct store *s, struct arena *a, struct gc_packs *out, struct flash_error *err);
/* How many objects of the pack are not in the set. FLASH_ECORRUPT when its index cannot be
 * understood. */
int gc_packs_strangers(struct store *s, const struct gc_pack *p, const struct oid_set *set,
    size_t *out, struct flash_error *err);
/* The index first: a pack without one is no longer looked at. */
int gc_packs_remove(struct store *s, const struct gc_pack *p, struct flash_error *err);
/* Written by git over several packs; it must go before any of them does. */
int gc_packs_remove_midx(struct store *s, struct flash_error *err);
/* Pack files without an index that are older than a day; returns how many went. */
size_t gc_packs_sweep(struct store *s);

/* Calls each for every loose object. */
void gc_loose_each(struct store *s,
    void (*each)(void *payload, int dirfd, const char *name, const struct oid *id), void *payload);
size_t gc_loose_count(struct store *s);
/* From one of the 256 folders. */
size_t gc_loose_estimate(struct store *s);

#endif

#ifndef OBJECTS_GC_H
#define OBJECTS_GC_H

/*
 * Consolidates: everything reachable (refs, HEAD, reflogs) into one pack, written and synced before
 * any old file goes; unreachable objects younger than prune_age stay. Sweeps temporary files that
 * are older than a day.
 */

#include "objects/store/store.h"

struct progress;

struct gc_options {
    int64_t prune_age_s; /* default two weeks */
    bool only_if_needed; /* > 50 packs or > 2,000 loose objects */
    const struct progress *progress;
};
struct gc_result {
    size_t packed, pruned, packs_removed, temp_removed;
    bool ran;
};
int gc_run(struct store *s, const struct gc_options *o, struct arena scratch, struct gc_result *out,
    struct flash_error *err);

#endif

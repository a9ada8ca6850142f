#ifndef REPO_CHECK_H
#define REPO_CHECK_H

/*
 * fsck above the store's own: for every commit each blob of schema/ prints back to itself,
 * parse(files/) = schema/, the entries are known ones; refs of databases' last known heads are
 * reachable.
 */

#include "objects/maint/fsck.h"
#include "repo/repo.h"

struct check_result {
    struct fsck_result store;
    size_t schemas, objects; /* distinct ones that were printed back */
    size_t errors, warnings; /* of both parts */
};

/* report may be NULL. Returns 0 when it ran, whatever it found. */
int check_run(struct repo *r,
    void (*report)(void *payload, enum fsck_level level, const char *what, struct flash_str text),
    void *payload, struct arena scratch, struct check_result *out, struct flash_error *err);

#endif

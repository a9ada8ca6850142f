#ifndef REPO_CONFIG_SCAN_H
#define REPO_CONFIG_SCAN_H

/*
 * A first look at the text of a configuration file, before libgit2 reads it: where each key stands
 * (libgit2 does not tell), and what a file from strangers must not hold, which are includes and
 * urls that a comment sign cuts short.
 */

#include "base/source.h"
#include "base/vec.h"

struct flash_error;

struct config_place {
    struct flash_str name; /* section and key as written, joined as "section.sub.key" */
    struct loc loc;        /* the key */
    unsigned line;
};
struct config_places {
    struct config_place *items;
    size_t len, cap;
};

/* FLASH_EINVALID with file and line. What is not understood is left for libgit2 to complain of. */
int config_scan(
    const struct source *src, struct arena *a, struct config_places *out, struct flash_error *err);

#endif

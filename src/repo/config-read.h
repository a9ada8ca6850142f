#ifndef REPO_CONFIG_READ_H
#define REPO_CONFIG_READ_H

/* One file of the configuration through libgit2: the only place above objects/ that calls it. The
 * file was scanned before (config-scan.h), so it holds no include. */

#include "base/arena.h"
#include "base/vec.h"

struct flash_error;

struct config_pair {
    struct flash_str name, value; /* name as libgit2 folds it */
};
struct config_pairs {
    struct config_pair *items;
    size_t len, cap;
};

/* All pairs in the order of the file. FLASH_EINVALID: not in git's format. */
int config_read_file(
    const char *path, struct arena *a, struct config_pairs *out, struct flash_error *err);
/* Sets a key, or removes it (value NULL). FLASH_ENOTFOUND, FLASH_EINVALID, FLASH_ELOCKED,
 * FLASH_EIO. */
int config_write_file(
    const char *path, const char *name, const char *value, struct flash_error *err);

#endif

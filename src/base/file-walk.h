#ifndef BASE_FILE_WALK_H
#define BASE_FILE_WALK_H

/* Whole folders; included by base/file.h. Links are never followed. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

/* Every regular file below dir whose name ends in suffix ("" = all), in byte order of relative
 * path. Links and hidden files are left out. Paths are relative to dir. Limits: LIMIT_FILE_COUNT.
 */
struct file_entry {
    struct flash_str path;
    uint64_t size, inode;
    int64_t mtime_ns;
};
struct file_list {
    VEC(struct file_entry) list;
};
int file_walk(int dirfd, const char *dir, const char *suffix, struct arena *a,
    struct file_list *out, struct flash_error *err);

/* With all that is in it; missing is no error. */
int file_remove_tree(int dirfd, const char *path, struct flash_error *err);
/* Removes temporary files of file_write that a killed process left in dir, with below in its
 * folders too, older than ten minutes. Hidden folders are left alone. Returns how many; errors are
 * none. */
size_t file_sweep_temps(int dirfd, const char *dir, bool below);

#endif

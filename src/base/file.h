#ifndef BASE_FILE_H
#define BASE_FILE_H

/*
 * Files, with limits and without following links where a stranger could have put one. Every system
 * call is retried on EINTR and short counts. Errors name the path.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/vec.h"

/* Whole file into arena, NUL behind. FLASH_ENOTFOUND, FLASH_ETOOBIG, FLASH_EIO, FLASH_EACCESS;
 * FLASH_EINVALID for what is no regular file. dirfd may be AT_FDCWD. Follows no link in the last
 * component when FILE_NOFOLLOW is given. */
enum file_flags {
    FILE_NOFOLLOW = 1 << 0,
    FILE_SYNC = 1 << 1,
    FILE_NEW = 1 << 2,
    FILE_PRIVATE = 1 << 3
};
int file_read(int dirfd, const char *path, size_t max, enum file_flags flags, struct arena *a,
    struct flash_str *out, struct flash_error *err);
/* All of an open descriptor (standard input). name is for messages. */
int file_read_fd(int fd, const char *name, size_t max, struct arena *a, struct flash_str *out,
    struct flash_error *err);

/* How the temporary files of file_write start, for who sweeps what a kill left; the pid follows. */
#define FILE_TEMP_PREFIX ".flash-tmp-"

/* Replaces path whole or not at all: a temporary file beside it, fsync with FILE_SYNC, rename,
 * fsync of the folder. FILE_NEW: fails with FLASH_EEXISTS instead of replacing. FILE_PRIVATE: mode
 * 0600. Keeps the mode of the file it replaces. */
int file_write(int dirfd, const char *path, struct flash_str bytes, enum file_flags flags,
    struct flash_error *err);
int file_write_all(int fd, const void *p, size_t n, const char *name, struct flash_error *err);

/* Missing is no error. */
int file_remove(int dirfd, const char *path, struct flash_error *err);
int file_mkdirs(int dirfd, const char *path, struct flash_error *err);
int file_sync_dir(int dirfd, const char *path, struct flash_error *err);
bool file_exists(int dirfd, const char *path);
int file_rename(int dirfd, const char *from, const char *to, struct flash_error *err);
/* Removes now-empty parent folders of path, up to and without 'stop' (both relative to dirfd). */
void file_prune_empty_dirs(int dirfd, const char *path, const char *stop);

#include "base/file-walk.h"

#endif

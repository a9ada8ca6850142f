#ifndef BASE_FILE_AT_H
#define BASE_FILE_AT_H

/* What file.c and file-walk.c share: system calls that are retried, and how their failures are
 * told. */

#include <errno.h>
#include <sys/types.h>

struct flash_error;

#define RETRY(result, call)                                                                        \
    do                                                                                             \
        (result) = (call);                                                                         \
    while ((result) < 0 && errno == EINTR)

/* openat with O_CLOEXEC and O_NOCTTY; -1 with errno. */
int file_open_at(int dirfd, const char *path, int flags, mode_t mode);
/* "cannot <what> '<path>': ...", and FLASH_ENOTFOUND, FLASH_EEXISTS, FLASH_EINVALID (a link) where
 * that is what it is. */
int file_fail(struct flash_error *err, int sys_errno, const char *what, const char *path);

#endif

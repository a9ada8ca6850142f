#include "base/file-at.h"

#include <fcntl.h>

#include "base/error.h"

int file_fail(struct flash_error *err, int sys_errno, const char *what, const char *path)
{
    if (sys_errno == ENOENT || sys_errno == ENOTDIR)
        return error_set(err, FLASH_ENOTFOUND, "no such file or folder: '%s'", path);
    if (sys_errno == EEXIST)
        return error_set(err, FLASH_EEXISTS, "'%s' is there already", path);
    if (sys_errno == ELOOP)
        return error_set(err, FLASH_EINVALID, "'%s' is a symbolic link", path);
    return error_sys(err, sys_errno, "cannot %s '%s'", what, path);
}

int file_open_at(int dirfd, const char *path, int flags, mode_t mode)
{
    int fd;

    RETRY(fd, openat(dirfd, path, flags | O_CLOEXEC | O_NOCTTY, mode));
    return fd;
}

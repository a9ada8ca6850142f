#include "base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file-at.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/str.h"

#define READ_FIRST ((size_t)64 << 10)

static ssize_t read_some(int fd, void *p, size_t n)
{
    ssize_t r;

    for (;;) {
        RETRY(r, read(fd, p, n));
        if (r >= 0 || errno != EAGAIN)
            return r;
        poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
    }
}

/* expected is only the size to start with: the file may grow or shrink meanwhile. */
static int read_all(int fd, const char *name, size_t expected, size_t max, struct arena *a,
    struct flash_str *out, struct flash_error *err)
{
    size_t cap = expected + 1;
    size_t len = 0;
    char *p = arena_alloc(a, cap, 1);

    for (;;) {
        ssize_t n;

        if (len == cap) {
            p = arena_grow(a, p, cap, cap * 2, 1);
            cap *= 2;
        }
        n = read_some(fd, p + len, cap - len);
        if (n < 0)
            return file_fail(err, errno, "read", name);
        if (n == 0)
            break;
        len += (size_t)n;
        if (len > max)
            return error_set(err, FLASH_ETOOBIG, "'%s' is larger than %zu bytes", name, max);
    }
    p = arena_grow(a, p, cap, cap + 1, 1);
    p[len] = '\0';
    *out = (struct flash_str){p, len};
    return 0;
}

int file_read_fd(int fd, const char *name, size_t max, struct arena *a, struct flash_str *out,
    struct flash_error *err)
{
    return read_all(fd, name, READ_FIRST - 1, max, a, out, err);
}

static int check_readable(
    const struct stat *st, const char *path, size_t max, struct flash_error *err)
{
    if (S_ISDIR(st->st_mode))
        return error_set(err, FLASH_EINVALID, "'%s' is a folder, not a file", path);
    if (!S_ISREG(st->st_mode))
        return error_set(err, FLASH_EINVALID, "'%s' is no regular file", path);
    if (st->st_size > 0 && (uintmax_t)st->st_size > max)
        return error_set(err, FLASH_ETOOBIG, "'%s' is larger than %zu bytes", path, max);
    return 0;
}

int file_read(int dirfd, const char *path, size_t max, enum file_flags flags, struct arena *a,
    struct flash_str *out, struct flash_error *err)
{
    struct stat st;
    int rc;
    /* O_NONBLOCK: a named pipe must not hang us before it is seen to be one. */
    int fd = file_open_at(
        dirfd, path, O_RDONLY | O_NONBLOCK | (flags & FILE_NOFOLLOW ? O_NOFOLLOW : 0), 0);

    if (fd < 0)
        return file_fail(err, errno, "open", path);
    RETRY(rc, fstat(fd, &st));
    if (rc < 0)
        rc = file_fail(err, errno, "read", path);
    else
        rc = check_readable(&st, path, max, err);
    if (rc == 0)
        rc = read_all(fd, path, st.st_size > 0 ? (size_t)st.st_size : 0, max, a, out, err);
    close(fd);
    return rc;
}

int file_write_all(int fd, const void *p, size_t n, const char *name, struct flash_error *err)
{
    const char *bytes = p;

    while (n > 0) {
        ssize_t w;

        RETRY(w, write(fd, bytes, n));
        if (w < 0 && errno == EAGAIN) {
            poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, -1);
            continue;
        }
        if (w < 0)
            return file_fail(err, errno, "write", name);
        bytes += w;
        n -= (size_t)w;
    }
    return 0;
}

static int sync_fd(int fd)
{
    int rc;

    RETRY(rc, fsync(fd));
    /* Some file systems cannot sync a folder; there it is not needed either. */
    return rc < 0 && (errno == EINVAL || errno == ENOTSUP) ? 0 : rc;
}

/* The folder that holds path, and its name there. */
static int open_parent(int dirfd, const char *path, const char **base, struct flash_error *err)
{
    char dir[LIMIT_PATH];
    size_t len;
    int fd;

    *base = path_base(path);
    len = (size_t)(*base - path);
    if (len >= sizeof(dir) || !**base)
        return error_set(err, FLASH_EINVALID, "'%.200s' is no name for a file", path);
    memcpy(dir, path, len);
    dir[len] = '\0';
    fd = file_open_at(dirfd, len ? dir : ".", O_RDONLY | O_DIRECTORY, 0);
    return fd < 0 ? file_fail(err, errno, "open the folder of", path) : fd;
}

/* A name that no other process and no earlier call uses. */
static int open_temp(int dir, mode_t mode, char *name, size_t size)
{
    static unsigned counter;
    int fd = -1;

    for (int tries = 0; tries < 100; tries++) {
        snprintf(name, size, FILE_TEMP_PREFIX "%ld-%u", (long)getpid(), counter++);
        fd = file_open_at(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
        if (fd >= 0 || errno != EEXIST)
            break;
    }
    return fd;
}

static int fill_temp(int fd, int dir, const char *base, const char *path, struct flash_str bytes,
    enum file_flags flags, struct flash_error *err)
{
    struct stat st;
    int rc = file_write_all(fd, bytes.ptr, bytes.len, path, err);

    if (rc < 0)
        return rc;
    if (!(flags & FILE_PRIVATE) && fstatat(dir, base, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISREG(st.st_mode))
        RETRY(rc, fchmod(fd, st.st_mode & 0777));
    if (rc < 0)
        return file_fail(err, errno, "set the mode of", path);
    if (flags & FILE_SYNC)
        rc = sync_fd(fd);
    return rc < 0 ? file_fail(err, errno, "write", path) : 0;
}

/* Gives temp its name, if nobody has it. */
static int place_new(int dir, const char *temp, const char *base)
{
    int rc;
    int fd;

    RETRY(rc, linkat(dir, temp, dir, base, 0));
    if (rc == 0) {
        RETRY(rc, unlinkat(dir, temp, 0));
        return rc;
    }
    if (errno == EEXIST || errno == ENOSPC || errno == EIO)
        return -1;
    /* No hard links here: claim the name, then replace what we claimed. */
    fd = file_open_at(dir, base, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (fd < 0)
        return -1;
    close(fd);
    RETRY(rc, renameat(dir, temp, dir, base));
    return rc;
}

static int place_temp(int dir, const char *temp, const char *base, enum file_flags flags)
{
    int rc;

    if (flags & FILE_NEW)
        rc = place_new(dir, temp, base);
    else
        RETRY(rc, renameat(dir, temp, dir, base));
    if (rc == 0 && flags & FILE_SYNC)
        rc = sync_fd(dir);
    return rc;
}

int file_write(int dirfd, const char *path, struct flash_str bytes, enum file_flags flags,
    struct flash_error *err)
{
    const char *base;
    char temp[64];
    int rc;
    int fd;
    int dir = open_parent(dirfd, path, &base, err);

    if (dir < 0)
        return dir;
    fd = open_temp(dir, flags & FILE_PRIVATE ? 0600 : 0666, temp, sizeof(temp));
    if (fd < 0) {
        rc = file_fail(err, errno, "write", path);
        goto done;
    }
    rc = fill_temp(fd, dir, base, path, bytes, flags, err);
    if (close(fd) < 0 && rc == 0 && errno != EINTR)
        rc = file_fail(err, errno, "write", path);
    if (rc == 0 && place_temp(dir, temp, base, flags) < 0)
        rc = file_fail(err, errno, "write", path);
    if (rc < 0)
        unlinkat(dir, temp, 0);
done:
    close(dir);
    return rc;
}

int file_remove(int dirfd, const char *path, struct flash_error *err)
{
    int rc;

    RETRY(rc, unlinkat(dirfd, path, 0));
    if (rc == 0 || errno == ENOENT || errno == ENOTDIR)
        return 0;
    return file_fail(err, errno, "remove", path);
}

/* 0 when it is a folder now; -1 with errno. */
static int make_dir(int dirfd, const char *path)
{
    struct stat st;
    int rc;

    RETRY(rc, mkdirat(dirfd, path, 0777));
    if (rc == 0)
        return 0;
    if (errno != EEXIST)
        return -1;
    RETRY(rc, fstatat(dirfd, path, &st, 0));
    if (rc == 0 && !S_ISDIR(st.st_mode)) {
        errno = EEXIST;
        return -1;
    }
    return rc;
}

int file_mkdirs(int dirfd, const char *path, struct flash_error *err)
{
    char part[LIMIT_PATH];
    size_t len = strlen(path);

    if (len == 0 || make_dir(dirfd, path) == 0)
        return 0;
    if (errno != ENOENT)
        return file_fail(err, errno, "make the folder", path);
    if (len >= sizeof(part))
        return error_set(err, FLASH_ETOOBIG, "the path '%.100s...' is too long", path);
    for (size_t i = 1; i <= len; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (make_dir(dirfd, part) < 0)
            return file_fail(err, errno, "make the folder", part);
    }
    return 0;
}

int file_sync_dir(int dirfd, const char *path, struct flash_error *err)
{
    int fd = file_open_at(dirfd, path, O_RDONLY | O_DIRECTORY, 0);
    int rc;

    if (fd < 0)
        return file_fail(err, errno, "open", path);
    rc = sync_fd(fd) < 0 ? file_fail(err, errno, "write", path) : 0;
    close(fd);
    return rc;
}

bool file_exists(int dirfd, const char *path)
{
    struct stat st;
    int rc;

    RETRY(rc, fstatat(dirfd, path, &st, AT_SYMLINK_NOFOLLOW));
    return rc == 0;
}

int file_rename(int dirfd, const char *from, const char *to, struct flash_error *err)
{
    int rc;

    RETRY(rc, renameat(dirfd, from, dirfd, to));
    return rc < 0 ? file_fail(err, errno, "rename", from) : 0;
}

void file_prune_empty_dirs(int dirfd, const char *path, const char *stop)
{
    char dir[LIMIT_PATH];
    size_t len = strlen(path);
    size_t least = strcmp(stop, ".") == 0 ? 0 : strlen(stop);
    int rc;

    if (len >= sizeof(dir) || strncmp(path, stop, least) != 0)
        return;
    memcpy(dir, path, len + 1);
    for (;;) {
        char *slash = strrchr(dir, '/');

        if (!slash || (size_t)(slash - dir) <= least)
            return;
        *slash = '\0';
        RETRY(rc, unlinkat(dirfd, dir, AT_REMOVEDIR));
        if (rc < 0 && errno != ENOENT)
            return;
    }
}

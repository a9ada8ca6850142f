#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

#define POLL_MS    20
#define HOLDER_MAX 128

/* 1 held, 0 somebody else has it, -1 with errno. */
static int try_flock(int fd)
{
    int rc;

    do
        rc = flock(fd, LOCK_EX | LOCK_NB);
    while (rc < 0 && errno == EINTR);
    if (rc == 0)
        return 1;
    return errno == EWOULDBLOCK ? 0 : -1;
}

static void read_holder(int fd, char *out, size_t size)
{
    ssize_t n;

    do
        n = pread(fd, out, size - 1, 0);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        n = 0;
    out[n] = '\0';
    for (char *p = out; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            *p = ' ';
    while (n > 0 && out[n - 1] == ' ')
        out[--n] = '\0';
    if (n == 0)
        snprintf(out, size, "an unknown process");
}

/* The file may have been removed or replaced while we waited: then we hold nothing. */
static bool is_still_there(int fd, int dirfd, const char *path)
{
    struct stat ours;
    struct stat there;

    return fstat(fd, &ours) == 0 && fstatat(dirfd, path, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
           ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

static int sign(int fd, const char *path, const char *command, struct flash_error *err)
{
    char text[HOLDER_MAX];
    int rc;

    snprintf(text, sizeof(text), "%ld %s\n", (long)getpid(), command);
    do
        rc = ftruncate(fd, 0);
    while (rc < 0 && errno == EINTR);
    if (rc < 0 || lseek(fd, 0, SEEK_SET) < 0)
        return error_sys(err, errno, "cannot write '%s'", path);
    return file_write_all(fd, text, strlen(text), path, err);
}

static int open_lock(int dirfd, const char *path)
{
    int fd;

    do
        fd = openat(dirfd, path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

struct waiting {
    int dirfd;
    const char *path;
    unsigned timeout_ms;
    void (*notify)(void *payload, const char *holder);
    void *payload;
};

static int refuse(int fd, const struct waiting *w, struct flash_error *err)
{
    char holder[HOLDER_MAX];

    read_holder(fd, holder, sizeof(holder));
    error_set(err, FLASH_ELOCKED, "'%s' is locked by process %s", w->path, holder);
    error_hint(err, "wait until it is done, then try again");
    return FLASH_ELOCKED;
}

/* The locked descriptor, or a code. */
static int wait_for(const struct waiting *w, struct flash_error *err)
{
    uint64_t until = clock_mono_us() + (uint64_t)w->timeout_ms * 1000;
    char holder[HOLDER_MAX];
    bool told = false;
    int got = 0;

    for (;;) {
        int fd = open_lock(w->dirfd, w->path);

        if (fd < 0)
            return error_sys(err, errno, "cannot open '%s'", w->path);
        while ((got = try_flock(fd)) == 0 && clock_mono_us() < until) {
            read_holder(fd, holder, sizeof(holder));
            if (!told && w->notify)
                w->notify(w->payload, holder);
            told = true;
            clock_sleep_ms(POLL_MS);
        }
        if (got == 1 && is_still_there(fd, w->dirfd, w->path))
            return fd;
        if (got == 0)
            refuse(fd, w, err);
        else if (got < 0)
            error_sys(err, errno, "cannot lock '%s'", w->path);
        close(fd);
        if (got <= 0)
            return got == 0 ? FLASH_ELOCKED : FLASH_EIO;
    }
}

int lock_take(struct lock *l, int dirfd, const char *path, const char *command, unsigned timeout_ms,
    void (*notify)(void *payload, const char *holder), void *payload, struct flash_error *err)
{
    struct waiting w = {dirfd, path, timeout_ms, notify, payload};
    int fd = wait_for(&w, err);
    int rc;

    if (fd < 0)
        return fd;
    rc = sign(fd, path, command, err);
    if (rc < 0) {
        close(fd);
        return rc;
    }
    l->fd = fd;
    return 0;
}

void lock_release(struct lock *l)
{
    if (l->fd < 0)
        return;
    /* The name of who held it goes first, so that nobody who comes later is told of us. */
    if (ftruncate(l->fd, 0) < 0)
        errno = 0;
    close(l->fd);
    l->fd = -1;
}

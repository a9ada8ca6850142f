/*
 * Preloaded into flash: makes the n-th call of a class of system calls fail, once.
 *
 *   FLASH_FAULT_NTH    which call fails (1 = first); 0 only counts
 *   FLASH_FAULT_KIND   EIO, ENOSPC, EINTR or SHORT (a short write or read)
 *   FLASH_FAULT_COUNT  file that gets the number of calls seen, at exit
 *
 * Calls on terminals, pipes and standard descriptors are left alone, and so is reading of shared
 * libraries. EINTR and SHORT count only calls that can really end so: read and write.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static long seen, nth = -1;
static int fault_errno;
static bool fault_short, only_transfer;

static void set_up(void)
{
    const char *n = getenv("FLASH_FAULT_NTH"), *kind = getenv("FLASH_FAULT_KIND");
    nth = n ? strtol(n, NULL, 10) : 0;
    kind = kind ? kind : "EIO";
    fault_errno = strcmp(kind, "ENOSPC") == 0 ? ENOSPC : strcmp(kind, "EINTR") == 0 ? EINTR : EIO;
    fault_short = strcmp(kind, "SHORT") == 0;
    only_transfer = fault_short || fault_errno == EINTR;
}

static bool regular(int fd)
{
    struct stat st;
    int saved = errno;
    bool yes = fd > 2 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    errno = saved;
    return yes;
}

static char victim[512]; /* the call that was hit, for the test's message */

static bool hit(bool counts, const char *call, int fd, const char *path)
{
    if (nth < 0)
        set_up();
    if (!counts || ++seen != nth)
        return false;
    char link[64], name[400] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (!path && readlink(link, name, sizeof name - 1) > 0)
        path = name;
    snprintf(victim, sizeof victim, "%s %s", call, path ? path : "?");
    return true;
}

static bool fails(bool counts, const char *call, int fd, const char *path)
{
    if (nth < 0)
        set_up();
    if (only_transfer || !hit(counts, call, fd, path))
        return false;
    errno = fault_errno;
    return true;
}

__attribute__((destructor)) static void report(void)
{
    const char *path = getenv("FLASH_FAULT_COUNT");
    if (!path)
        return;
    FILE *f = fopen(path, "w");
    if (f) {
        fprintf(f, "%ld\n%s\n", seen, victim);
        fclose(f);
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* A transfer of n bytes: 0 = go on with *len bytes, -1 = fail with errno set. */
static int transfer(int fd, size_t *len, const char *call)
{
    if (!hit(regular(fd), call, fd, NULL))
        return 0;
    if (fault_short) {
        *len = *len > 1 ? *len / 2 : *len;
        return 0;
    }
    errno = fault_errno;
    return -1;
}

ssize_t write(int fd, const void *p, size_t n)
{
    return transfer(fd, &n, "write") ? -1 : REAL(write)(fd, p, n);
}
ssize_t pwrite(int fd, const void *p, size_t n, off_t off)
{
    return transfer(fd, &n, "pwrite") ? -1 : REAL(pwrite)(fd, p, n, off);
}
ssize_t pwrite64(int fd, const void *p, size_t n, off64_t off)
{
    return transfer(fd, &n, "pwrite64") ? -1 : REAL(pwrite64)(fd, p, n, off);
}
ssize_t read(int fd, void *p, size_t n)
{
    return transfer(fd, &n, "read") ? -1 : REAL(read)(fd, p, n);
}
ssize_t pread64(int fd, void *p, size_t n, off64_t off)
{
    return transfer(fd, &n, "pread64") ? -1 : REAL(pread64)(fd, p, n, off);
}
int fsync(int fd)
{
    return fails(fd > 2, "fsync", fd, NULL) ? -1 : REAL(fsync)(fd);
}
int fdatasync(int fd)
{
    return fails(fd > 2, "fdatasync", fd, NULL) ? -1 : REAL(fdatasync)(fd);
}
int ftruncate(int fd, off_t n)
{
    return fails(fd > 2, "ftruncate", fd, NULL) ? -1 : REAL(ftruncate)(fd, n);
}
int ftruncate64(int fd, off64_t n)
{
    return fails(fd > 2, "ftruncate64", fd, NULL) ? -1 : REAL(ftruncate64)(fd, n);
}
int rename(const char *a, const char *b)
{
    return fails(true, "rename", -1, a) ? -1 : REAL(rename)(a, b);
}
int renameat(int da, const char *a, int db, const char *b)
{
    return fails(true, "renameat", -1, a) ? -1 : REAL(renameat)(da, a, db, b);
}
int link(const char *a, const char *b)
{
    return fails(true, "link", -1, a) ? -1 : REAL(link)(a, b);
}
int unlink(const char *a)
{
    return fails(true, "unlink", -1, a) ? -1 : REAL(unlink)(a);
}
int unlinkat(int d, const char *a, int flags)
{
    return fails(true, "unlinkat", -1, a) ? -1 : REAL(unlinkat)(d, a, flags);
}
int mkdir(const char *a, mode_t m)
{
    return fails(true, "mkdir", -1, a) ? -1 : REAL(mkdir)(a, m);
}
int mkdirat(int d, const char *a, mode_t m)
{
    return fails(true, "mkdirat", -1, a) ? -1 : REAL(mkdirat)(d, a, m);
}

static mode_t mode_arg(int flags, va_list ap)
{
    return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(ap, int) : 0;
}
#define OPEN_BODY(call)                                                                            \
    va_list ap;                                                                                    \
    va_start(ap, flags);                                                                           \
    mode_t mode = mode_arg(flags, ap);                                                             \
    va_end(ap);                                                                                    \
    return fails(flags & O_CREAT, "open", -1, p) ? -1 : (call)
int open(const char *p, int flags, ...)
{
    OPEN_BODY(REAL(open)(p, flags, mode));
}
int open64(const char *p, int flags, ...)
{
    OPEN_BODY(REAL(open64)(p, flags, mode));
}
int openat(int d, const char *p, int flags, ...)
{
    OPEN_BODY(REAL(openat)(d, p, flags, mode));
}
int openat64(int d, const char *p, int flags, ...)
{
    OPEN_BODY(REAL(openat64)(d, p, flags, mode));
}

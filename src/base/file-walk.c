#include "base/file-walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file-at.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/str.h"

#define DEPTH_MAX   128 /* folders within folders */
#define SWEEP_AFTER 600 /* seconds */

/* The library's function has the name that the parameters here have. */
static int fd_of(DIR *d)
{
    return dirfd(d);
}

/* Opens a folder for listing; never through a link. */
static DIR *open_dir(int dirfd, const char *name)
{
    int fd = file_open_at(dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    int saved = errno;

    if (!d && fd >= 0)
        close(fd);
    errno = saved;
    return d;
}

/* The next entry but "." and ".."; NULL with errno 0 at the end. */
static const struct dirent *next_entry(DIR *d)
{
    const struct dirent *e;

    do {
        errno = 0;
        e = readdir(d);
    } while ((!e && errno == EINTR) ||
             (e && (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)));
    return e;
}

static int remove_at(int dirfd, const char *name, int depth);

static int remove_inside(int dirfd, const char *name, int depth)
{
    const struct dirent *e;
    int rc = 0;
    int saved;
    DIR *d = open_dir(dirfd, name);

    if (!d)
        return -1;
    while (rc == 0 && (e = next_entry(d)) != NULL)
        rc = remove_at(fd_of(d), e->d_name, depth + 1);
    if (rc == 0 && errno)
        rc = -1;
    saved = errno;
    closedir(d);
    errno = saved;
    return rc;
}

/* -1 with errno; missing is fine. */
static int remove_at(int dirfd, const char *name, int depth)
{
    struct stat st;
    int rc;

    if (depth > DEPTH_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    RETRY(rc, fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW));
    if (rc < 0)
        return errno == ENOENT ? 0 : -1;
    if (!S_ISDIR(st.st_mode)) {
        RETRY(rc, unlinkat(dirfd, name, 0));
        return rc < 0 && errno != ENOENT ? -1 : 0;
    }
    if (remove_inside(dirfd, name, depth) < 0)
        return -1;
    RETRY(rc, unlinkat(dirfd, name, AT_REMOVEDIR));
    return rc < 0 && errno != ENOENT ? -1 : 0;
}

int file_remove_tree(int dirfd, const char *path, struct flash_error *err)
{
    return remove_at(dirfd, path, 0) < 0 ? file_fail(err, errno, "remove", path) : 0;
}

struct walk {
    struct arena *arena;
    struct flash_str suffix;
    struct file_list *out;
    struct flash_error *err;
};

static int64_t mtime_ns(const struct stat *st)
{
#ifdef __APPLE__
    return (int64_t)st->st_mtimespec.tv_sec * 1000000000 + st->st_mtimespec.tv_nsec;
#else
    return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
#endif
}

static int walk_dir(struct walk *w, DIR *d, const char *prefix, int depth);

static int walk_folder(struct walk *w, int dirfd, const char *name, const char *path, int depth)
{
    DIR *d = open_dir(dirfd, name);
    int rc;

    if (!d)
        return errno == ENOENT ? 0 : file_fail(w->err, errno, "read the folder", path);
    rc = walk_dir(w, d, path, depth + 1);
    closedir(d);
    return rc;
}

static int walk_entry(struct walk *w, int dirfd, const char *name, const char *prefix, int depth)
{
    char *path;
    struct stat st;
    int rc;

    RETRY(rc, fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW));
    if (rc < 0)
        return errno == ENOENT ? 0 : file_fail(w->err, errno, "read", name);
    if (!S_ISDIR(st.st_mode) && (!S_ISREG(st.st_mode) || !str_ends(str_from(name), w->suffix)))
        return 0;
    path = path_join(w->arena, prefix, name);
    if (S_ISDIR(st.st_mode))
        return walk_folder(w, dirfd, name, path, depth);
    if (w->out->list.len >= LIMIT_FILE_COUNT)
        return error_set(w->err, FLASH_ETOOBIG, "more than %d files", LIMIT_FILE_COUNT);
    *vec_push(w->arena, &w->out->list) = (struct file_entry){
        .path = str_from(path),
        .size = (uint64_t)st.st_size,
        .inode = (uint64_t)st.st_ino,
        .mtime_ns = mtime_ns(&st),
    };
    return 0;
}

static int walk_dir(struct walk *w, DIR *d, const char *prefix, int depth)
{
    const struct dirent *e;

    if (depth > DEPTH_MAX)
        return error_set(
            w->err, FLASH_ETOOBIG, "'%s' lies more than %d folders deep", prefix, DEPTH_MAX);
    while ((e = next_entry(d)) != NULL) {
        int rc = e->d_name[0] == '.' ? 0 : walk_entry(w, fd_of(d), e->d_name, prefix, depth);

        if (rc < 0)
            return rc;
    }
    return errno ? file_fail(w->err, errno, "read the folder", prefix) : 0;
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct file_entry *)a)->path, ((const struct file_entry *)b)->path);
}

int file_walk(int dirfd, const char *dir, const char *suffix, struct arena *a,
    struct file_list *out, struct flash_error *err)
{
    struct file_list found = {0};
    struct walk w = {a, str_from(suffix), &found, err};
    int rc;
    int fd = file_open_at(dirfd, dir, O_RDONLY | O_DIRECTORY, 0);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);

    if (!d) {
        rc = file_fail(err, errno, "read the folder", dir);
        if (fd >= 0)
            close(fd);
        return rc;
    }
    rc = walk_dir(&w, d, "", 0);
    closedir(d);
    if (rc < 0)
        return rc;
    if (found.list.len)
        qsort(found.list.items, found.list.len, sizeof(*found.list.items), by_path);
    *out = found;
    return 0;
}

/* The process that made a temporary file, 0 when the name is of nobody's. */
static pid_t temp_owner(const char *name)
{
    struct flash_str rest = str_from(name);
    struct flash_str pid;
    uint64_t n;

    if (!str_starts(rest, STR(FILE_TEMP_PREFIX)))
        return 0;
    rest = str_skip(rest, sizeof(FILE_TEMP_PREFIX) - 1);
    return str_split(&rest, '-', &pid) && str_to_u64(pid, &n) && n <= INT32_MAX ? (pid_t)n : 0;
}

/* Its process is gone, and it is old enough that no process of another machine is at it. */
static bool is_stale(int dirfd, const char *name, pid_t owner)
{
    struct stat st;

    return owner > 0 && kill(owner, 0) < 0 && errno == ESRCH &&
           fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
           time(NULL) - st.st_mtime > SWEEP_AFTER;
}

static size_t sweep_dir(DIR *d, int depth)
{
    const struct dirent *e;
    size_t n = 0;

    while ((e = next_entry(d)) != NULL) {
        bool enter = depth + 1 < DEPTH_MAX && e->d_name[0] != '.';
        DIR *below = enter ? open_dir(fd_of(d), e->d_name) : NULL;

        if (is_stale(fd_of(d), e->d_name, temp_owner(e->d_name)))
            n += unlinkat(fd_of(d), e->d_name, 0) == 0;
        if (below) {
            n += sweep_dir(below, depth + 1);
            closedir(below);
        }
    }
    return n;
}

size_t file_sweep_temps(int dirfd, const char *dir, bool below)
{
    int fd = file_open_at(dirfd, dir, O_RDONLY | O_DIRECTORY, 0);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    size_t n;

    if (!d) {
        if (fd >= 0)
            close(fd);
        return 0;
    }
    n = sweep_dir(d, below ? 0 : DEPTH_MAX - 1);
    closedir(d);
    return n;
}

#include "objects/store/sweep.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/trace.h"
#include "objects/store/internal.h"

#define LOCK_AGE_S   (10 * 60)
#define TEMP_AGE_S   (24 * 60 * 60)
#define FOLDER_DEPTH 64

/* File times are the file system's, so their age is by the real clock, not by the one that tests
 * freeze. */
static bool older_than(int dirfd, const char *name, int64_t age)
{
    struct stat st;

    return fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
           clock_files() - (int64_t)st.st_mtime > age;
}

struct sweep {
    bool (*match)(const char *name);
    int64_t age;
    size_t removed;
};

static void sweep_entry(struct sweep *w, int fd, const char *name)
{
    if (!w->match(name) || !older_than(fd, name, w->age))
        return;
    if (unlinkat(fd, name, 0) == 0) {
        w->removed++;
        TRACE("store", "removed '%s', left by a killed program", name);
    }
}

static bool is_folder(int fd, const struct dirent *e)
{
    struct stat st;

    if (e->d_name[0] == '.')
        return false;
    return fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

/* A lock's name is no folder's, so most entries cost nothing but the stat of a folder test: that
 * one only where depth is left. */
static void sweep_folder(struct sweep *w, int dirfd, const char *name, unsigned depth)
{
    int fd = openat(dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (fd < 0)
        return;
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return;
    }
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (depth > 0 && is_folder(fd, e))
            sweep_folder(w, fd, e->d_name, depth - 1);
        else
            sweep_entry(w, fd, e->d_name);
    }
    closedir(dir);
}

static bool is_lock(const char *name)
{
    return str_ends(str_from(name), STR(".lock"));
}

void store_sweep_locks(struct store *s)
{
    struct sweep w = {.match = is_lock, .age = LOCK_AGE_S};

    sweep_folder(&w, s->git_fd, ".", 0);
    sweep_folder(&w, s->git_fd, "refs", FOLDER_DEPTH);
}

static bool is_temp(const char *name)
{
    static const char *const starts[] = {
        "tmp_object_git2_", "tmp_obj_", "tmp_pack_", "tmp_idx_", "pack_git2_", ".tmp-", "tmp_"};

    for (size_t i = 0; i < ARRAY_LEN(starts); i++)
        if (strncmp(name, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

size_t store_sweep_temp(struct store *s)
{
    struct sweep w = {.match = is_temp, .age = TEMP_AGE_S};

    sweep_folder(&w, s->git_fd, "objects", 2);
    return w.removed;
}

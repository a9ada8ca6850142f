#include "repo/checkout-sweep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "base/trace.h"

#define DEPTH_MAX 64

/* ".flash-tmp-<pid>-<n>" of a process that is gone. */
static bool is_left_behind(const char *name)
{
    struct flash_str rest = str_from(name), pid;
    uint64_t number;

    if (!str_starts(rest, STR(FILE_TEMP_PREFIX)))
        return false;
    rest = str_skip(rest, sizeof(FILE_TEMP_PREFIX) - 1);
    if (!str_split(&rest, '-', &pid) || !str_to_u64(pid, &number) || number > INT32_MAX)
        return false;
    return kill((pid_t)number, 0) < 0 && errno == ESRCH;
}

static bool is_folder(int fd, const struct dirent *e)
{
    struct stat st;

    return e->d_name[0] != '.' && fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISDIR(st.st_mode);
}

/* Takes fd. */
static void sweep(int fd, unsigned depth)
{
    DIR *d = fdopendir(fd);
    struct dirent *e;

    if (!d) {
        close(fd);
        return;
    }
    while ((e = readdir(d)) != NULL) {
        if (is_left_behind(e->d_name)) {
            TRACE("checkout", "removing '%s'", e->d_name);
            (void)unlinkat(fd, e->d_name, 0);
        } else if (depth < DEPTH_MAX && is_folder(fd, e)) {
            int below = openat(fd, e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            if (below >= 0)
                sweep(below, depth + 1);
        }
    }
    closedir(d);
}

void checkout_sweep(struct repo *r)
{
    const char *folder = NULL;

    if (repo_schema_dir(r, &folder, NULL) < 0)
        return;
    int fd = openat(r->root_fd, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0)
        sweep(fd, 0);
}

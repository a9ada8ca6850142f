#include "repo/workfiles-write.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/str.h"

/* Opens the folder of path below root, each component by itself without following links: paths come
 * from stores and a link in a stranger's project must not lead a write outside. */
static int open_folder(
    struct repo *r, const char *path, bool make, int *out, struct flash_error *err)
{
    struct flash_str rest = str_from(path), part;
    char name[256];
    int fd = dup(r->root_fd);

    while (fd >= 0 && str_split(&rest, '/', &part) && rest.ptr) {
        int next;

        if (part.len >= sizeof(name)) {
            close(fd);
            return error_set(err, FLASH_EINVALID, "a folder's name in '%s' is too long", path);
        }
        for (size_t i = 0; i < part.len; i++)
            name[i] = part.ptr[i];
        name[part.len] = '\0';
        if (make && mkdirat(fd, name, 0777) != 0 && errno != EEXIST) {
            int e = errno;
            close(fd);
            return error_sys(err, e, "cannot make a folder for '%s'", path);
        }
        next = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (next < 0) {
            int e = errno;
            close(fd);
            return error_sys(err, e, "cannot open the folder of '%s'", path);
        }
        close(fd);
        fd = next;
    }
    if (fd < 0)
        return error_sys(err, errno, "cannot open '%s'", r->root);
    *out = fd;
    return 0;
}

static int full_path(struct repo *r, struct flash_str path, struct arena *a, const char **out,
    struct flash_error *err)
{
    const char *dir;
    int rc = repo_schema_dir(r, &dir, err);

    if (rc < 0)
        return rc;
    if (!path_relative_safe(path))
        return error_set(
            err, FLASH_EINVALID, "'%.*s' is no path for a working file", STR_ARG(path));
    *out = path_join(a, dir, arena_cstr(a, path));
    return 0;
}

int workfile_put(struct repo *r, struct flash_str path, struct flash_str bytes,
    struct arena scratch, struct flash_error *err)
{
    const char *full;
    int fd, rc = full_path(r, path, &scratch, &full, err);

    if (rc == 0)
        rc = open_folder(r, full, true, &fd, err);
    if (rc < 0)
        return rc;
    rc = file_write(fd, path_base(full), bytes, FILE_SYNC, err);
    close(fd);
    return rc;
}

int workfile_drop(
    struct repo *r, struct flash_str path, struct arena scratch, struct flash_error *err)
{
    const char *full, *dir;
    int fd, rc = full_path(r, path, &scratch, &full, err);

    if (rc == 0)
        rc = repo_schema_dir(r, &dir, err);
    if (rc < 0 || !file_exists(r->root_fd, full))
        return rc;
    rc = open_folder(r, full, false, &fd, err);
    if (rc < 0)
        return rc;
    rc = file_remove(fd, path_base(full), err);
    close(fd);
    if (rc == 0)
        file_prune_empty_dirs(r->root_fd, full, dir);
    return rc;
}

static int write_changed(struct repo *r, const struct workfiles *disk, const struct workfiles *to,
    struct arena scratch, struct flash_error *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < to->len; i++) {
        const struct workfile *there = workfiles_find(disk, to->items[i].path);
        struct workfile f = to->items[i];
        struct arena mark = scratch;

        if (there && oid_eq(&there->id, &f.id))
            continue;
        rc = workfile_load(to, &f, &scratch, err);
        if (rc == 0)
            rc = workfile_put(r, f.path, f.bytes, scratch, err);
        scratch = mark;
    }
    return rc;
}

int workfiles_write(struct repo *r, const struct workfiles *from, const struct workfiles *to,
    struct arena scratch, struct flash_error *err)
{
    struct workfiles disk;
    int rc = workfiles_list(r, &scratch, &disk, err);

    /* What goes first, so that a folder may become a file's name and the other way round. */
    for (size_t i = 0; rc == 0 && from && i < from->len; i++) {
        if (!workfiles_find(to, from->items[i].path))
            rc = workfile_drop(r, from->items[i].path, scratch, err);
    }
    return rc < 0 ? rc : write_changed(r, &disk, to, scratch, err);
}

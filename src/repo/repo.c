#include "repo/repo.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "objects/store/project.h"
#include "objects/store/store.h"
#include "repo/config.h"

static char *absolute(struct arena *a, const char *path, struct flash_error *err)
{
    char buf[PATH_MAX];

    if (!realpath(path, buf)) {
        int e = errno;
        error_sys(err, e, "cannot open folder '%s'", path);
        return NULL;
    }
    return arena_cstr(a, str_from(buf));
}

static bool is_project(const char *dir, struct arena scratch)
{
    struct stat st;

    if (lstat(path_join(&scratch, dir, ".flash"), &st) == 0 &&
        (S_ISDIR(st.st_mode) || S_ISLNK(st.st_mode)))
        return true;
    return lstat(path_join(&scratch, dir, "flash.conf"), &st) == 0 && S_ISREG(st.st_mode);
}

/* The nearest folder at or above dir that is a project, without leaving dir's file system. */
static char *find_root(struct arena *a, const char *dir)
{
    char *at = arena_cstr(a, str_from(dir));
    struct stat start, st;

    if (stat(at, &start) != 0)
        return NULL;
    for (;;) {
        if (is_project(at, *a))
            return at;
        if (strcmp(at, "/") == 0)
            return NULL;
        at = path_dir(a, at);
        if (stat(at, &st) != 0 || st.st_dev != start.st_dev)
            return NULL;
    }
}

/* In a linked git work tree: the same folder of the main one, when that has a .flash. */
static bool find_main_store(struct repo *r, const char *root)
{
    struct project_info git;
    struct arena *a = r->arena;
    char *main_root, *dir;
    struct stat st;

    if (project_find(root, a, &git, NULL) < 0 || strcmp(path_base(git.common_dir), ".git") != 0)
        return false;
    main_root = path_dir(a, git.common_dir);
    if (strcmp(main_root, git.worktree) == 0)
        return false;
    if (git.prefix[0])
        main_root = path_join(a, main_root, git.prefix);
    dir = path_join(a, main_root, ".flash");
    if (lstat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
        return false;
    r->dir = dir;
    r->linked = true;
    /* The name alone could be shared by two work trees in different folders. */
    r->work_dir = arena_cprintf(a, "%s/worktrees/%s-%08x", dir, path_base(git.worktree),
        (unsigned)(str_hash(str_from(git.worktree)) & 0xffffffffu));
    return true;
}

static int open_folders(struct repo *r, struct flash_error *err)
{
    struct stat st;

    r->root_fd = open(r->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (r->root_fd < 0)
        return error_sys(err, errno, "cannot open folder '%s'", r->root);
    r->dir_fd = open(r->dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (r->dir_fd >= 0 || errno == ENOENT)
        return 0;
    if (lstat(r->dir, &st) == 0 && S_ISLNK(st.st_mode)) {
        error_set(err, FLASH_EACCESS, "'%s' is a symbolic link", r->dir);
        return error_hint(err, "make it a folder of its own");
    }
    return error_sys(err, errno, "cannot open folder '%s'", r->dir);
}

int repo_open(struct arena *a, const char *start, struct repo **out, struct flash_error *err)
{
    struct repo *r = arena_new(a, struct repo);
    char *from = absolute(a, start, err);
    int rc;

    assert(out != NULL);
    if (!from)
        return err ? (int)err->code : FLASH_EIO;
    r->arena = a;
    r->root_fd = r->dir_fd = -1;
    r->root = find_root(a, from);
    if (!r->root) {
        error_set(err, FLASH_ENOTFOUND, "'%s' is in no flash project", from);
        return error_hint(err, "run 'flash init' to make one here");
    }
    r->prefix = from + strlen(r->root);
    r->prefix += *r->prefix == '/';
    r->dir = path_join(a, r->root, ".flash");
    r->work_dir = r->dir;
    if (!file_exists(AT_FDCWD, r->dir))
        find_main_store(r, r->root);
    rc = open_folders(r, err);
    if (rc < 0) {
        repo_close(r);
        return rc;
    }
    *out = r;
    return 0;
}

void repo_close(struct repo *r)
{
    if (!r)
        return;
    store_close(r->store);
    r->store = NULL;
    if (r->root_fd >= 0)
        close(r->root_fd);
    if (r->dir_fd >= 0)
        close(r->dir_fd);
    r->root_fd = r->dir_fd = -1;
}

int repo_store(struct repo *r, struct store **out, struct flash_error *err)
{
    int rc;

    if (!r->store) {
        if (r->dir_fd < 0) {
            error_set(err, FLASH_ENOTFOUND, "'%s' has no store", r->root);
            return error_hint(err, "run 'flash init' to make one");
        }
        rc = store_open(r->dir, 0, &r->store, err);
        if (rc == FLASH_ENOTFOUND)
            error_hint(err, "run 'flash init' to make one");
        if (rc < 0)
            return rc;
    }
    *out = r->store;
    return 0;
}

int repo_config(struct repo *r, struct config **out, struct flash_error *err)
{
    if (!r->config) {
        int rc = config_load(
            r->arena, r->root, r->dir_fd >= 0 ? r->dir : NULL, r->diags, &r->config, err);
        if (rc < 0)
            return rc;
    }
    *out = r->config;
    return 0;
}

int repo_dialect(struct repo *r, const struct dialect **out, struct flash_error *err)
{
    struct config *c;
    int rc;

    if (!r->dialect) {
        const struct config_entry *e;

        rc = repo_config(r, &c, err);
        if (rc < 0)
            return rc;
        e = config_find(c, "flash.dialect");
        r->dialect = e ? dialect_find(e->value) : dialect_default();
        if (!r->dialect) {
            error_set(
                err, FLASH_EUNSUPPORTED, "this build has no dialect '%.*s'", STR_ARG(e->value));
            error_at(err, e->file, e->line, 0);
            return error_hint(err, "run 'flash version --build-options' to see what it has");
        }
    }
    *out = r->dialect;
    return 0;
}

int repo_schema_dir(struct repo *r, const char **out, struct flash_error *err)
{
    if (!r->schema_dir) {
        const struct config_entry *e;
        struct flash_str dir;
        struct config *c;
        char *normal;
        int rc = repo_config(r, &c, err);

        if (rc < 0)
            return rc;
        dir = config_text(c, "schema.files");
        e = config_find(c, "schema.files");
        normal = path_normal(r->arena, arena_cstr(r->arena, dir));
        if (!path_relative_safe(str_from(normal))) {
            error_set(err, FLASH_EINVALID, "schema.files '%.*s' is no folder below the project",
                STR_ARG(dir));
            return error_at(err, e ? e->file : "flash.conf", e ? e->line : 0, 0);
        }
        r->schema_dir = normal;
    }
    *out = r->schema_dir;
    return 0;
}

int repo_lock(struct repo *r, struct flash_error *err)
{
    struct config *c;
    struct store *s;
    int rc;

    rc = repo_config(r, &c, err);
    if (rc < 0)
        return rc;
    rc = repo_store(r, &s, err);
    if (rc < 0)
        return rc;
    rc = store_lock(s, r->command ? r->command : "flash",
        (unsigned)config_int(c, "core.lockTimeout") * 1000, r->lock_notify, r->payload, err);
    if (rc < 0)
        return rc;
    r->locked++;
    return 0;
}

void repo_unlock(struct repo *r)
{
    assert(r->locked > 0);
    assert(r->store != NULL);
    r->locked--;
    store_unlock(r->store);
}

const char *repo_operation(struct repo *r, struct arena *a)
{
    const char *first = NULL;
    struct dirent *e;
    DIR *d;
    int fd;

    fd = r->dir_fd < 0 ? -1
                       : openat(r->dir_fd, "op", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    d = fdopendir(fd);
    if (!d) {
        close(fd);
        return NULL;
    }
    while ((e = readdir(d)) != NULL) {
        if (e->d_name[0] != '.' && (!first || strcmp(e->d_name, first) < 0))
            first = arena_cstr(a, str_from(e->d_name));
    }
    closedir(d);
    if (first && strchr(first, '.'))
        first = arena_cstr(a, str_sub(str_from(first), 0, (size_t)(strchr(first, '.') - first)));
    return first;
}

int repo_check_operation(struct repo *r, struct flash_error *err)
{
    const char *name = repo_operation(r, r->arena);

    if (!name)
        return 0;
    error_set(err, FLASH_EREFUSED, "the operation '%s' is not finished", name);
    return error_hint(err, "run 'flash status' to see how to finish or undo it");
}

char *repo_path(const struct repo *r, struct arena *a, const char *name)
{
    return path_join(a, r->dir, name);
}

char *repo_work_path(const struct repo *r, struct arena *a, const char *name)
{
    return path_join(a, r->work_dir, name);
}

struct flash_str repo_git_commit(struct repo *r, struct arena *a)
{
    struct project_info git;

    if (project_find(r->root, a, &git, NULL) < 0)
        return STR_NULL;
    return arena_str(a, str_from(git.head));
}

#include "objects/store/store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "base/str.h"
#include "base/trace.h"
#include "objects/refs/journal.h"
#include "objects/refs/refs.h"
#include "objects/refs/rename.h"
#include "objects/store/internal.h"
#include "objects/store/layout.h"
#include "objects/store/sweep.h"

#define CREATE_WAIT_MS 10000

/* Made beside under one fixed name: a killed run leaves at most this, and the next run starts over.
 */
#define STORE_NEW ".git.new"

static int make_and_rename(
    int dirfd, const char *dir, struct flash_str branch, struct flash_error *err)
{
    int rc = file_remove_tree(dirfd, STORE_NEW, err);

    if (rc == 0)
        rc = file_mkdirs(dirfd, STORE_NEW, err);
    if (rc < 0)
        return rc;
    int fd = openat(dirfd, STORE_NEW, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return error_sys(err, errno, "cannot open '%s/%s'", dir, STORE_NEW);
    rc = store_layout_write(fd, branch, err);
    close(fd);
    if (rc == 0)
        rc = file_rename(dirfd, STORE_NEW, ".git", err);
    if (rc == 0)
        rc = file_sync_dir(dirfd, ".", err);
    if (rc < 0)
        (void)file_remove_tree(dirfd, STORE_NEW, NULL);
    return rc;
}

static int create_in(int dirfd, const char *dir, const char *branch, struct flash_error *err)
{
    struct lock lock = LOCK_NONE;
    int rc = lock_take(&lock, dirfd, "lock", "init", CREATE_WAIT_MS, NULL, NULL, err);

    if (rc < 0)
        return rc;
    if (file_exists(dirfd, ".git"))
        rc = error_set(err, FLASH_EEXISTS, "there is a store at '%s/.git' already", dir);
    else
        rc = make_and_rename(dirfd, dir, str_from(branch), err);
    lock_release(&lock);
    return rc;
}

static bool branch_name_valid(const char *branch)
{
    char full[256];
    size_t n = strlen(branch);

    if (n == 0 || n > sizeof full - sizeof "refs/heads/")
        return false;
    memcpy(full, "refs/heads/", sizeof "refs/heads/" - 1);
    memcpy(full + sizeof "refs/heads/" - 1, branch, n + 1);
    return ref_name_valid(str_from(full));
}

int store_create(const char *dir, const char *branch, struct flash_error *err)
{
    if (!branch_name_valid(branch))
        return error_set(err, FLASH_EINVALID, "'%s' cannot be the name of a branch", branch);
    int rc = file_mkdirs(AT_FDCWD, dir, err);
    if (rc < 0)
        return rc;
    int dirfd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dirfd < 0)
        return error_sys(err, errno, "cannot open '%s'", dir);
    rc = create_in(dirfd, dir, branch, err);
    close(dirfd);
    return rc;
}

static int open_failed(const struct store *s, int rc, struct flash_error *err)
{
    const git_error *last = git_error_last();
    const char *why = last && last->message ? last->message : "";

    if (strstr(why, "extension") || strstr(why, "unsupported repository version")) {
        error_set(err, FLASH_ENEWER, "cannot open the store '%s': %s", s->git_dir, why);
        error_hint(err, "a newer git has changed its format; use a newer flash");
        return FLASH_ENEWER;
    }
    if (rc == GIT_ENOTFOUND)
        return error_set(err, FLASH_ECORRUPT, "'%s' is not a git repository", s->git_dir);
    return store_git_error(err, rc, STORE_GIT_READ, "cannot open the store '%s'", s->git_dir);
}

/* Owner validation is off only here: store_layout_check_owner has looked by our own rule. */
static int open_repository(struct store *s, struct flash_error *err)
{
    struct store_git_paths paths;
    int validation = 1;

    store_git_isolate(&paths);
    git_libgit2_opts(GIT_OPT_GET_OWNER_VALIDATION, &validation);
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    int rc = git_repository_open_ext(
        &s->repo, s->git_dir, GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_BARE, NULL);
    if (rc == 0)
        rc = git_repository_odb(&s->odb, s->repo);
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, validation);
    store_git_restore(&paths);
    if (rc == 0)
        return 0;

    return open_failed(s, rc, err);
}

static bool is_store_id(const char *id)
{
    return strlen(id) == 32 && strspn(id, "0123456789abcdef") == 32;
}

static int read_config(struct store *s, struct flash_error *err)
{
    git_config *config = NULL;
    const char *id = NULL;
    int32_t format = 0;
    int rc = git_repository_config_snapshot(&config, s->repo);

    if (rc < 0)
        return store_git_error(err, rc, STORE_GIT_READ, "cannot read '%s/config'", s->git_dir);
    if (git_config_get_int32(&format, config, "flash.format") == 0 && format > STORE_FORMAT) {
        rc = error_set(err, FLASH_ENEWER, "the store '%s' has format %d, this flash knows %d",
            s->git_dir, (int)format, STORE_FORMAT);
    } else if (git_config_get_string(&id, config, "flash.id") < 0 || !is_store_id(id)) {
        error_set(err, FLASH_ECORRUPT, "'%s' is not a store of flash: its config has no flash.id",
            s->git_dir);
        rc = error_hint(err,
            "after a manual 'git clone': git -C '%s' config flash.id "
            "$(od -An -N16 -tx1 /dev/urandom | tr -d ' ')",
            s->dir);
    } else {
        memcpy(s->id, id, sizeof s->id);
    }
    git_config_free(config);
    return rc;
}

static int open_parts(struct store *s, struct flash_error *err)
{
    int rc = store_layout_check_owner(s->git_dir, err);

    if (rc == 0)
        rc = store_git_start(err);
    if (rc == 0)
        rc = open_repository(s, err);
    if (rc == 0)
        rc = read_config(s, err);
    if (rc < 0)
        return rc;
    s->git_fd = open(s->git_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return s->git_fd < 0 ? error_sys(err, errno, "cannot open '%s'", s->git_dir) : 0;
}

int store_open(const char *dir, enum store_flags flags, struct store **out, struct flash_error *err)
{
    struct arena perm;

    arena_init(&perm, ARENA_SMALL);
    struct store *s = arena_new(&perm, struct store);
    s->dir = arena_cstr(&perm, str_from(dir));
    s->git_dir = path_join(&perm, dir, ".git");
    s->perm = perm;
    s->flags = flags;
    s->git_fd = -1;
    s->lock = LOCK_NONE;
    arena_init(&s->scratch, ARENA_DEFAULT);
    int rc = open_parts(s, err);
    if (rc < 0) {
        store_close(s);
        return rc;
    }
    *out = s;
    return 0;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    lock_release(&s->lock);
    if (s->git_fd >= 0)
        close(s->git_fd);
    git_odb_free(s->odb);
    git_repository_free(s->repo);
    arena_release(&s->scratch);
    struct arena perm = s->perm; /* s lives in it */
    arena_release(&perm);
}

const char *store_dir(const struct store *s)
{
    return s->dir;
}

const char *store_id(const struct store *s)
{
    return s->id;
}

/* With the lock in hand, whatever a killed command of ours left is ours to put right. */
static int after_lock(struct store *s, struct flash_error *err)
{
    int rc = ref_journal_recover(s, err);

    if (rc == 0)
        rc = ref_rename_recover(s, err);
    if (rc == 0)
        store_sweep_locks(s);
    return rc;
}

int store_lock(struct store *s, const char *command, unsigned timeout_ms,
    void (*notify)(void *payload, const char *holder), void *payload, struct flash_error *err)
{
    if (s->flags & STORE_READONLY)
        return error_set(err, FLASH_EACCESS, "the store '%s' was opened for reading", s->dir);
    if (s->lock_depth > 0) {
        s->lock_depth++;
        return 0;
    }
    int dirfd = open(s->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dirfd < 0)
        return error_sys(err, errno, "cannot open '%s'", s->dir);
    int rc = lock_take(&s->lock, dirfd, "lock", command, timeout_ms, notify, payload, err);
    close(dirfd);
    if (rc < 0)
        return rc;
    s->lock_depth = 1;
    rc = after_lock(s, err);
    if (rc < 0)
        store_unlock(s);
    return rc;
}

void store_unlock(struct store *s)
{
    assert(s->lock_depth > 0);
    if (--s->lock_depth == 0)
        lock_release(&s->lock);
}

int store_check_writable(const struct store *s, struct flash_error *err)
{
    if (s->flags & STORE_READONLY)
        return error_set(err, FLASH_EACCESS, "the store '%s' was opened for reading", s->dir);
    if (s->lock_depth == 0)
        return error_bug(err, "refs of '%s' are moved without its lock", s->dir);
    return 0;
}

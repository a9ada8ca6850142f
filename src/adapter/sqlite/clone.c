#include "adapter/sqlite/clone.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/sqlite/fail.h"
#include "adapter/sqlite/open.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/path.h"

#define PAGES_AT_ONCE 4096
#define BUSY_MS       10000
#define BUSY_WAIT_MS  25

int sq_backup_run(sqlite3_backup *b, int pages, unsigned timeout_ms)
{
    uint64_t end = clock_mono_us() + (uint64_t)timeout_ms * 1000;

    for (;;) {
        int rc = sqlite3_backup_step(b, pages);
        if (rc == SQLITE_OK && pages != 0)
            continue;
        if ((rc != SQLITE_BUSY && rc != SQLITE_LOCKED) || clock_mono_us() >= end)
            return rc;
        clock_sleep_ms(BUSY_WAIT_MS);
    }
}

static int copy_pages(struct adapter_conn *c, sqlite3 *to, struct flash_error *err)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", c->db, "main");

    if (!b)
        return error_set(
            err, FLASH_EDATABASE, "cannot copy database '%s': %s", c->path, sqlite3_errmsg(to));
    int rc = sq_backup_run(b, PAGES_AT_ONCE, BUSY_MS);
    sqlite3_backup_finish(b);
    return rc == SQLITE_DONE ? 0 : sq_fail(c, rc, err);
}

/* Made by us, so that nothing that is there is followed or overwritten, and with the rights of the
 * original. */
static int make_empty(struct adapter_conn *c, const char *path, struct flash_error *err)
{
    struct stat st;
    mode_t mode = stat(c->path, &st) == 0 ? st.st_mode & 0777 : 0600;
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return error_sys(err, errno, "cannot make '%s'", path);
    close(fd);
    return 0;
}

static int write_copy(struct adapter_conn *c, const char *path, struct flash_error *err)
{
    sqlite3 *to = NULL;
    int rc = make_empty(c, path, err);
    if (rc < 0)
        return rc;
    int sql_rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (sql_rc == SQLITE_OK)
        rc = copy_pages(c, to, err);
    else
        rc = error_set(err, FLASH_EIO, "cannot open '%s': %s", path, sqlite3_errstr(sql_rc));
    sqlite3_close_v2(to);
    return rc;
}

/* link() never replaces; where a file system has no hard links, rename after a last look. */
static int give_name(const char *from, const char *to, struct flash_error *err)
{
    if (link(from, to) == 0) {
        unlink(from);
        return 0;
    }
    if (errno == EEXIST)
        return error_set(err, FLASH_EEXISTS, "'%s' is there already", to);
    if (file_exists(AT_FDCWD, to))
        return error_set(err, FLASH_EEXISTS, "'%s' is there already", to);
    return file_rename(AT_FDCWD, from, to, err);
}

/* Complete and synced under another name first. */
static int clone_to(struct adapter_conn *c, const char *path, bool replace, struct flash_error *err)
{
    struct arena mark = c->tx;
    const char *part = arena_cprintf(&c->tx, "%s.flash-%ld", path, (long)getpid());

    int rc = write_copy(c, part, err);
    if (rc == 0)
        rc = replace ? file_rename(AT_FDCWD, part, path, err) : give_name(part, path, err);
    if (rc == 0)
        rc = file_sync_dir(AT_FDCWD, path_dir(&c->tx, path), err);
    else
        unlink(part);
    c->tx = mark;
    return rc;
}

int sq_clone_over(struct adapter_conn *c, const char *path, struct flash_error *err)
{
    return clone_to(c, path, true, err);
}

int sq_clone(struct adapter_conn *c, const char *dest, struct flash_error *err)
{
    struct arena mark = c->tx;
    const char *path = NULL;

    int rc = sq_url_path(dest, &c->tx, &path, err);
    if (rc == 0 && file_exists(AT_FDCWD, path))
        rc = error_set(err, FLASH_EEXISTS, "'%s' is there already", path);
    if (rc == 0)
        rc = clone_to(c, path, false, err);
    c->tx = mark;
    return rc;
}

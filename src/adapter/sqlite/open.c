#include "adapter/sqlite/open.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "adapter/sqlite/fail.h"
#include "adapter/sqlite/transaction.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/trace.h"

#define READ_WAIT_MS  2000
#define WRITE_WAIT_MS 10000 /* until begin says how long */
#define BRIEF_MS      2000
#define BRIEF_POLL_MS 20
#define BRIEF_OPCODES 10000 /* of SQLite's machine between two looks at the clock */
#define HEADER_BYTES  100

int sq_url_path(const char *url, struct arena *a, const char **out, struct flash_error *err)
{
    struct flash_str s = str_from(url);
    ptrdiff_t colon = str_find_char(s, ':', 0);
    struct flash_str path = str_skip(s, colon < 0 ? 0 : (size_t)colon + 1);

    if (str_starts(path, STR("//")))
        path = str_skip(path, 2);
    if (path.len == 0) {
        error_set(err, FLASH_EINVALID, "'%s' names no file", url);
        return error_hint(err, "write 'sqlite:<path>', for instance 'sqlite:dev.db'");
    }
    if (path.len >= LIMIT_PATH)
        return error_set(err, FLASH_ETOOBIG, "the path of a database is over %d bytes", LIMIT_PATH);
    *out = arena_cstr(a, path);
    return 0;
}

static bool is_memory(const char *path)
{
    return strcmp(path, ":memory:") == 0;
}

/* Looks before SQLite does: its own words for these are all "unable to open database file". */
static int check_file(
    const char *path, enum adapter_open_flags flags, bool *exists, struct flash_error *err)
{
    struct stat st;

    *exists = stat(path, &st) == 0;
    if (*exists && S_ISREG(st.st_mode))
        return 0;
    if (*exists) {
        error_set(err, FLASH_EINVALID, "'%s' is %s, not a database", path,
            S_ISDIR(st.st_mode) ? "a folder" : "no regular file");
        return error_hint(err, "name the database file itself");
    }
    if (errno != ENOENT)
        return error_sys(err, errno, "cannot look at '%s'", path);
    if ((flags & ADAPTER_WRITE) && (flags & ADAPTER_CREATE))
        return 0;
    error_set(err, FLASH_ENOTFOUND, "there is no database '%s'", path);
    return error_hint(err, "'flash apply --db sqlite:%s' makes it", path);
}

static bool has_file(const char *path, const char *suffix, struct arena scratch)
{
    struct stat st;
    return stat(arena_cprintf(&scratch, "%s%s", path, suffix), &st) == 0;
}

/* A name that begins like an option of SQLite's own, or like an URI, is meant as a file. */
static const char *file_name(struct arena *a, const char *path)
{
    if (is_memory(path) || (path[0] != ':' && strncmp(path, "file:", 5) != 0))
        return path;
    return arena_cprintf(a, "./%s", path);
}

struct setting {
    int op, value;
};

/* A database of a stranger must not run anything. Triggers are off for good: every statement of
 * ours either changes structure or moves rows that have been through their triggers before. */
static const struct setting settings[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    /* Not only because of the rebuilds: a DROP TABLE with keys in force deletes the rows of other
       tables. */
    {SQLITE_DBCONFIG_ENABLE_FKEY, 0},
};

static int is_late(void *conn)
{
    const struct adapter_conn *c = conn;

    return clock_mono_us() >= c->deadline_us;
}

static int wait_or_give_up(void *conn, int times)
{
    (void)times;
    if (is_late(conn))
        return 0;
    clock_sleep_ms(BRIEF_POLL_MS);
    return 1;
}

/* One limit over all waiting and working: the waits of several statements would add up. */
static void set_waiting(struct adapter_conn *c)
{
    sqlite3_busy_timeout(c->db, c->writable ? WRITE_WAIT_MS : READ_WAIT_MS);
    if (c->deadline_us == 0)
        return;
    sqlite3_busy_handler(c->db, wait_or_give_up, c);
    sqlite3_progress_handler(c->db, BRIEF_OPCODES, is_late, c);
}

static int configure(struct adapter_conn *c, struct flash_error *err)
{
    for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
        int rc = sqlite3_db_config(c->db, settings[i].op, settings[i].value, NULL);
        if (rc != SQLITE_OK)
            return sq_fail(c, rc, err);
    }
    sqlite3_limit(c->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(c->db, SQLITE_LIMIT_SQL_LENGTH, (int)LIMIT_STATEMENT);
    set_waiting(c);
    if (c->keep_wal)
        sqlite3_db_config(c->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    int rc = sq_run(c, "PRAGMA cell_size_check = ON", err);
    if (rc == 0 && !c->writable)
        rc = sq_run(c, "PRAGMA query_only = ON", err);
    /* EXTRA: the folder is synced too when a journal goes, so that no power failure brings a
     * committed transaction's journal back and undoes it. */
    if (rc == 0 && c->writable)
        rc = sq_run(c, "PRAGMA synchronous = EXTRA", err);
    return rc;
}

/* Through SQLite's own handle: opening and closing the file ourselves would drop the locks that
 * this process holds on it. */
static bool read_header(sqlite3 *db, unsigned char header[HEADER_BYTES])
{
    sqlite3_file *file = NULL;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK)
        return false;
    if (!file || !file->pMethods)
        return false;
    return file->pMethods->xRead(file, header, HEADER_BYTES, 0) == SQLITE_OK;
}

/* Says more than SQLite does about a file that it refused. */
static int explain_header(struct adapter_conn *c, int rc, struct flash_error *err)
{
    unsigned char h[HEADER_BYTES];

    if (!err || !read_header(c->db, h))
        return rc;
    if (memcmp(h, "SQLite format 3", 16) == 0) {
        if (h[18] <= 2 && h[19] <= 2 && h[47] <= 4)
            return rc;
        error_set(err, FLASH_ENEWER, "database '%s' has the format of a newer SQLite than %s",
            c->path, sqlite3_libversion());
        return error_hint(err, "install a newer SQLite library");
    }
    if (memcmp(h, "** This file contains an SQLite 2", 33) == 0) {
        error_set(err, FLASH_EUNSUPPORTED, "'%s' is a database of SQLite 2", c->path);
        return error_hint(err, "convert it: 'sqlite %s .dump | sqlite3 new.db'", c->path);
    }
    unsigned text = 0;
    for (int i = 0; i < HEADER_BYTES; i++)
        text += (h[i] >= 0x20 && h[i] < 0x7f) || ascii_space((char)h[i]);
    if (rc != FLASH_EDATABASE || text < HEADER_BYTES)
        return rc;
    error_set(err, FLASH_EDATABASE, "'%s' is a text file, not an SQLite database", c->path);
    return error_hint(err, "a file of SQL is named by its path alone: '%s'", c->path);
}

/* The first read: finds out that the file is no database, and recovers what a killed writer left.
 */
static int probe(struct adapter_conn *c, struct flash_error *err)
{
    int64_t ignored;
    int rc = sq_number(c, "SELECT count(*) FROM sqlite_schema", &ignored, err);
    if (rc == FLASH_EDATABASE || rc == FLASH_ECORRUPT)
        rc = explain_header(c, rc, err);
    if (rc == FLASH_ECORRUPT && err && strstr(err->detail, "malformed database schema"))
        error_hint(err, "an object in it is damaged, or written for a newer SQLite than %s",
            sqlite3_libversion());
    return rc;
}

/* The engine's 'now' is ours: tests freeze it. */
static int frozen_now(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    (void)vfs;
    /* Milliseconds since noon of 4714-11-24 before Christ, as SQLite counts days. */
    *out = (sqlite3_int64)clock_now() * 1000 + INT64_C(210866760000000);
    return SQLITE_OK;
}

/* One for the process, as SQLite's own list of them is. */
static const char *vfs_name(void)
{
    static sqlite3_vfs frozen;
    sqlite3_vfs *own = sqlite3_vfs_find(NULL);

    if (!proc_getenv("FLASH_CLOCK") || !own || own->iVersion < 2)
        return NULL;
    if (!frozen.zName) {
        frozen = *own;
        frozen.pNext = NULL;
        frozen.zName = "flash-frozen";
        frozen.xCurrentTimeInt64 = frozen_now;
        if (sqlite3_vfs_register(&frozen, 0) != SQLITE_OK)
            frozen.zName = NULL;
    }
    return frozen.zName;
}

/* Read-write even for reading, with query_only: a read-only handle can neither roll back the
 * journal of a killed writer nor take away the -shm file that it makes for a WAL database. SQLite
 * falls back to read-only by itself where the file may not be written. */
static int open_handle(
    struct adapter_conn *c, enum adapter_open_flags flags, bool exists, struct flash_error *err)
{
    int open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (!exists && (flags & ADAPTER_CREATE))
        open_flags |= SQLITE_OPEN_CREATE;
    struct arena scratch = c->arena;
    int rc = sqlite3_open_v2(file_name(&scratch, c->path), &c->db, open_flags, vfs_name());
    if (rc != SQLITE_OK)
        return c->db
                   ? sq_fail(c, rc, err)
                   : error_set(err, FLASH_EIO, "cannot open '%s': %s", c->path, sqlite3_errstr(rc));
    rc = configure(c, err);
    if (rc == 0)
        rc = probe(c, err);
    if (rc == 0 && c->writable && sqlite3_db_readonly(c->db, "main") == 1) {
        error_set(err, FLASH_EACCESS, "database '%s' is read-only", c->path);
        rc = error_hint(err, "give yourself the right to write the file and its folder");
    }
    return rc;
}

int sq_open(const char *url, enum adapter_open_flags flags, struct adapter_conn **out,
    struct flash_error *err)
{
    struct arena a;
    bool exists = true;

    arena_init(&a, ARENA_SMALL);
    struct adapter_conn *c = arena_new(&a, struct adapter_conn);
    int rc = sq_url_path(url, &a, &c->path, err);
    if (rc == 0 && !is_memory(c->path))
        rc = check_file(c->path, flags, &exists, err);
    if (rc < 0) {
        arena_release(&a);
        return rc;
    }
    c->display = arena_cprintf(&a, "sqlite:%s", c->path);
    c->writable = (flags & ADAPTER_WRITE) != 0;
    c->keep_wal = !c->writable && has_file(c->path, "-wal", a);
    if (flags & ADAPTER_BRIEF)
        c->deadline_us = clock_mono_us() + (uint64_t)BRIEF_MS * 1000;
    c->arena = a;
    arena_init(&c->tx, ARENA_SMALL);
    TRACE("sqlite", "open %s%s", c->display, c->writable ? " for writing" : "");
    rc = open_handle(c, flags, exists, err);
    if (rc < 0) {
        sq_close(c);
        return rc;
    }
    *out = c;
    return 0;
}

void sq_close(struct adapter_conn *c)
{
    if (!c)
        return;
    struct arena a = c->arena, tx = c->tx;
    sq_rollback(c);
    sqlite3_close_v2(c->db);
    arena_release(&tx);
    arena_release(&a);
}

const char *sq_display(const struct adapter_conn *c)
{
    return c->display;
}

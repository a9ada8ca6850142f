#include "adapter/sqlite/transaction.h"

#include <limits.h>

#include "adapter/sqlite/fail.h"
#include "adapter/sqlite/integrity.h"
#include "base/clock.h"
#include "base/trace.h"

#define POLL_FIRST_MS 5
#define POLL_MAX_MS   100

static bool is_busy(int rc)
{
    return (rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED;
}

/* Runs a lock-taking statement until it works or the time is up. Our own polling instead of
 * busy_timeout: SQLite gives up at once on the busy codes of a recovery or of a stale snapshot. */
static int poll_exec(struct adapter_conn *c, const char *sql, unsigned timeout_ms)
{
    uint64_t end = clock_mono_us() + (uint64_t)timeout_ms * 1000;
    unsigned wait = POLL_FIRST_MS;

    TRACE("sql", "%s", sql);
    for (;;) {
        int rc = sqlite3_exec(c->db, sql, NULL, NULL, NULL);
        if (!is_busy(rc) || clock_mono_us() >= end)
            return rc;
        clock_sleep_ms(wait);
        wait = wait * 2 > POLL_MAX_MS ? POLL_MAX_MS : wait * 2;
    }
}

static void drop_insert(struct adapter_conn *c)
{
    sqlite3_finalize(c->insert);
    c->insert = NULL;
}

static void end_transaction(struct adapter_conn *c)
{
    drop_insert(c);
    c->in_transaction = false;
    c->before = (struct fk_groups){0};
    arena_reset(&c->tx);
}

static int check_saved(struct adapter_conn *c, int64_t now, struct flash_error *err)
{
    bool changed = c->saved && now != c->saved_version;

    c->saved = false;
    if (!changed)
        return 0;
    error_set(err, FLASH_ECHANGED, "another program wrote to '%s' while it was copied", c->path);
    return error_hint(err, "run the command again");
}

/* The violations are looked for before the lock is taken; only if somebody wrote in between, again
 * under it. */
static int read_before(struct adapter_conn *c, unsigned timeout_ms, struct flash_error *err)
{
    int64_t version = 0, now = 0;
    int rc = sq_number(c, "PRAGMA data_version", &version, err);
    if (rc == 0)
        rc = fk_violations(c, &c->tx, &c->before, err);
    if (rc < 0)
        return rc;
    rc = poll_exec(c, "BEGIN IMMEDIATE", timeout_ms);
    if (rc != SQLITE_OK)
        return sq_fail(c, rc, err);
    rc = sq_number(c, "PRAGMA data_version", &now, err);
    if (rc == 0)
        rc = check_saved(c, now, err);
    if (rc == 0 && now != version)
        rc = fk_violations(c, &c->tx, &c->before, err);
    return rc;
}

int sq_begin(struct adapter_conn *c, unsigned timeout_ms, struct flash_error *err)
{
    if (!c->writable)
        return error_set(err, FLASH_EACCESS, "database '%s' was opened for reading", c->path);
    if (c->in_transaction)
        return error_bug(err, "a transaction is open on '%s' already", c->path);
    c->before = (struct fk_groups){0};
    sqlite3_busy_timeout(c->db, (int)(timeout_ms < INT_MAX ? timeout_ms : INT_MAX));
    int rc = read_before(c, timeout_ms, err);
    if (rc < 0) {
        sq_rollback(c);
        end_transaction(c);
        return rc;
    }
    c->in_transaction = true;
    c->commit_timeout_ms = timeout_ms;
    return 0;
}

int sq_commit(struct adapter_conn *c, struct flash_error *err)
{
    if (!c->in_transaction)
        return error_bug(err, "no transaction is open on '%s'", c->path);
    drop_insert(c);
    int rc = poll_exec(c, "COMMIT", c->commit_timeout_ms);
    if (rc == SQLITE_OK) {
        end_transaction(c);
        return 0;
    }
    int code = sq_fail(c, rc, err);
    /* Still open: certainly not committed, the caller rolls back. Closed by SQLite itself in the
     * middle of an error: nobody can tell from here. */
    if (sqlite3_get_autocommit(c->db) == 0)
        return code == FLASH_EDATABASE && err ? (int)(err->code = FLASH_EIO) : code;
    end_transaction(c);
    if (err)
        err->code = FLASH_EDATABASE;
    return FLASH_EDATABASE;
}

void sq_rollback(struct adapter_conn *c)
{
    if (!c->db)
        return;
    drop_insert(c);
    if (sqlite3_get_autocommit(c->db) == 0)
        sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    if (c->in_transaction)
        end_transaction(c);
}

int sq_snapshot_begin(struct adapter_conn *c, bool *opened, struct flash_error *err)
{
    *opened = false;
    if (sqlite3_get_autocommit(c->db) == 0)
        return 0;
    int rc = sqlite3_exec(c->db, "BEGIN", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        return sq_fail(c, rc, err);
    *opened = true;
    return 0;
}

void sq_snapshot_end(struct adapter_conn *c, bool opened)
{
    if (opened)
        sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL);
}

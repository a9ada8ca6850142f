#include "adapter/sqlite/swap.h"

#include <string.h>
#include <sys/stat.h>

#include "adapter/sqlite/clone.h"
#include "adapter/sqlite/fail.h"
#include "adapter/sqlite/open.h"

#define LOCK_MS 10000

/* Tells whether anybody committed: in rollback modes the file's change counter, in WAL mode (whose
 * commits do not touch it) that the -wal, emptied before, is still empty. */
struct version {
    unsigned char counter[4];
    bool wal;
};

static int read_version(struct adapter_conn *c, struct version *out, struct flash_error *err)
{
    unsigned char header[100] = {0};
    sqlite3_file *file = NULL;

    sqlite3_file_control(c->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    int rc = file && file->pMethods ? file->pMethods->xRead(file, header, (int)sizeof(header), 0)
                                    : SQLITE_IOERR;
    /* An empty database has no header yet. */
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
        return sq_fail(c, rc, err);
    memcpy(out->counter, header + 24, sizeof(out->counter));
    out->wal = header[18] == 2;
    return 0;
}

static bool wal_is_empty(struct adapter_conn *c)
{
    struct arena scratch = c->tx;
    struct stat st;

    return stat(arena_cprintf(&scratch, "%s-wal", c->path), &st) < 0 || st.st_size == 0;
}

static int empty_wal(struct adapter_conn *c, struct flash_error *err)
{
    int rc = sqlite3_wal_checkpoint_v2(c->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    if (rc == SQLITE_OK && wal_is_empty(c))
        return 0;
    return sq_fail(c, rc == SQLITE_OK ? SQLITE_BUSY : rc, err);
}

static bool is_same(struct adapter_conn *c, const struct version *before)
{
    struct version now;

    if (read_version(c, &now, NULL) < 0 || now.wal != before->wal)
        return false;
    return memcmp(now.counter, before->counter, sizeof(now.counter)) == 0 &&
           (!now.wal || wal_is_empty(c));
}

/* A step of no pages takes the write lock of the destination; from there on nobody else writes, and
 * what is there is what was saved or it is not. */
static int put_in_place(struct adapter_conn *c, struct adapter_conn *source,
    const struct version *before, struct flash_error *err)
{
    sqlite3_backup *b = sqlite3_backup_init(c->db, "main", source->db, "main");
    bool same = true;

    if (!b)
        return sq_fail(c, sqlite3_extended_errcode(c->db), err);
    int rc = sq_backup_run(b, 0, LOCK_MS);
    if (rc == SQLITE_OK)
        same = is_same(c, before);
    if (rc == SQLITE_OK && same)
        rc = sq_backup_run(b, -1, LOCK_MS);
    sqlite3_backup_finish(b);
    if (!same) {
        error_set(
            err, FLASH_ECHANGED, "another program wrote to '%s' while it was copied", c->path);
        return error_hint(err, "run the command again");
    }
    return rc == SQLITE_DONE ? 0 : sq_fail(c, rc, err);
}

static int swap_in(
    struct adapter_conn *c, const char *from, const struct version *before, struct flash_error *err)
{
    struct adapter_conn *source = NULL;
    int rc = sq_open(from, ADAPTER_READ, &source, err);

    if (rc == 0)
        rc = put_in_place(c, source, before, err);
    sq_close(source);
    return rc;
}

int sq_swap(struct adapter_conn *c, const char *save_as, const char *from, struct flash_error *err)
{
    struct arena mark = c->tx;
    struct version before;
    const char *path = NULL;

    if (c->in_transaction)
        return error_bug(err, "a database is to be put aside inside of a transaction");
    int rc = sq_url_path(save_as, &c->tx, &path, err);
    if (rc == 0)
        rc = read_version(c, &before, err);
    if (rc == 0 && before.wal)
        rc = empty_wal(c, err);
    if (rc == 0)
        rc = read_version(c, &before, err);
    if (rc == 0)
        rc = sq_number(c, "PRAGMA data_version", &c->saved_version, err);
    if (rc == 0)
        rc = sq_clone_over(c, path, err);
    c->tx = mark;
    if (rc < 0)
        return rc;
    c->saved = from == NULL;
    return from ? swap_in(c, from, &before, err) : 0;
}

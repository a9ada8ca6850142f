#include "adapter/sqlite/fail.h"

#include <stdio.h>
#include <string.h>

#include "base/source.h"
#include "base/str.h"

struct fail_row {
    int rc; /* primary or extended */
    enum flash_code code;
    const char *what; /* "database 'dev.db' <what>" */
    const char *hint;
};

/* Extended codes stand before the primary ones they belong to. */
static const struct fail_row fail_rows[] = {
    {SQLITE_READONLY_DBMOVED, FLASH_ECHANGED, "was moved or replaced while it was open",
        "run the command again"},
    {SQLITE_READONLY_CANTINIT, FLASH_EACCESS,
        "is in WAL mode, and its -shm file can be neither read nor made here",
        "make its folder writable, or copy the database to a folder that is"},
    {SQLITE_READONLY_CANTLOCK, FLASH_EACCESS, "is in WAL mode, and its -shm file cannot be locked",
        "make its folder writable, or copy the database to a folder that is"},
    {SQLITE_READONLY_DIRECTORY, FLASH_EACCESS, "cannot be written: its folder is read-only",
        "make the folder writable: SQLite keeps its journal there"},
    {SQLITE_READONLY, FLASH_EACCESS, "is read-only",
        "give yourself the right to write the file and its folder"},
    {SQLITE_BUSY, FLASH_ELOCKED, "is locked by another program",
        "let that program finish or close it, then run the command again"},
    {SQLITE_LOCKED, FLASH_ELOCKED, "is locked by another program",
        "let that program finish or close it, then run the command again"},
    {SQLITE_NOTADB, FLASH_EDATABASE, "is not an SQLite database, or it is encrypted",
        "name the database file itself; an encrypted one must be decrypted first"},
    {SQLITE_CORRUPT, FLASH_ECORRUPT, "is damaged",
        "run 'sqlite3 <file> \"PRAGMA integrity_check\"', or restore a backup"},
    {SQLITE_FULL, FLASH_EIO, "found no space left on its disk",
        "free some space, then run the command again"},
    {SQLITE_CANTOPEN, FLASH_EIO, "cannot be opened",
        "look at the rights of the file, its folder and its -wal and -shm files"},
    {SQLITE_PERM, FLASH_EACCESS, "may not be used", NULL},
    {SQLITE_AUTH, FLASH_EACCESS, "may not be used", NULL},
    {SQLITE_NOLFS, FLASH_EIO, "is too large for this file system", NULL},
    {SQLITE_IOERR, FLASH_EIO, "had an input or output error", NULL},
    {SQLITE_NOMEM, FLASH_EIO, "ran out of memory", NULL},
    {SQLITE_TOOBIG, FLASH_ETOOBIG, "was given a value or statement that is too large", NULL},
    {SQLITE_INTERRUPT, FLASH_ELOCKED, "did not answer in time", NULL},
};

static const struct fail_row *find_row(int rc)
{
    for (size_t i = 0; i < ARRAY_LEN(fail_rows); i++)
        if (fail_rows[i].rc == rc || fail_rows[i].rc == (rc & 0xff))
            return &fail_rows[i];
    return NULL;
}

static void set_native(struct flash_error *err, int rc)
{
    if (err)
        snprintf(err->sqlstate, sizeof(err->sqlstate), "%d", rc);
}

static int fail_with_row(
    struct adapter_conn *c, const struct fail_row *row, int rc, struct flash_error *err)
{
    int sys = c->db ? sqlite3_system_errno(c->db) : 0;
    const char *own = c->db ? sqlite3_errmsg(c->db) : sqlite3_errstr(rc);

    if (!err)
        return row->code;
    if (row->code == FLASH_EIO && sys != 0)
        error_sys(err, sys, "database '%s' %s", c->path, row->what);
    else
        error_set(err, row->code, "database '%s' %s", c->path, row->what);
    error_detail(err, "sqlite: %s", own);
    if (row->hint)
        error_hint(err, "%s", row->hint);
    set_native(err, rc);
    return (int)err->code;
}

int sq_fail(struct adapter_conn *c, int rc, struct flash_error *err)
{
    const struct fail_row *row = find_row(rc);
    if (row)
        return fail_with_row(c, row, rc, err);
    error_set(err, FLASH_EDATABASE, "database '%s': %s", c->path, sqlite3_errmsg(c->db));
    set_native(err, rc);
    return FLASH_EDATABASE;
}

/* What this process lacks, in SQLite's words; the name follows. */
static const struct {
    struct flash_str prefix;
    const char *kind;
} missing[] = {
    {{"no such function: ", 18}, "function"},
    {{"no such collation sequence: ", 28}, "collation"},
    {{"no such module: ", 16}, "module"},
};

static int fail_missing(struct flash_str text, struct flash_error *err)
{
    for (size_t i = 0; i < ARRAY_LEN(missing); i++) {
        if (!str_starts(text, missing[i].prefix))
            continue;
        struct flash_str name = str_skip(text, missing[i].prefix.len);
        error_set(err, FLASH_EUNSUPPORTED, "%s '%.*s' is not known to this SQLite (%s)",
            missing[i].kind, STR_ARG(name), sqlite3_libversion());
        return error_hint(
            err, "an application or an extension provides it: change this object there");
    }
    return 0;
}

/* The statement's line with a caret below the offset; without an offset its first line. */
static void add_place(struct flash_str sql, int offset, struct flash_error *err)
{
    struct source src = {STR("statement"), sql};
    struct loc loc = {&src, offset > 0 ? (uint32_t)offset : 0, 0};

    if (sql.len == 0 || (offset > 0 && (size_t)offset > sql.len))
        return;
    struct line_column at = loc_resolve(loc);
    int shown = (int)(at.text.len < 200 ? at.text.len : 200);
    if (offset < 0 || at.column > 200) {
        error_detail(err, "in: %.*s%s", shown, at.text.ptr, (size_t)shown < sql.len ? " ..." : "");
        return;
    }
    error_detail(err, "%.*s\n%*s^", shown, at.text.ptr, (int)at.column - 1, "");
}

int sq_fail_sql(
    struct adapter_conn *c, int rc, struct flash_str sql, int offset, struct flash_error *err)
{
    const struct fail_row *row = find_row(rc);
    const char *own = sqlite3_errmsg(c->db);
    if (row)
        return fail_with_row(c, row, rc, err);
    if (!err)
        return FLASH_EDATABASE;
    if (fail_missing(str_from(own), err) == 0)
        error_set(err, FLASH_EDATABASE, "database '%s': %s", c->path, own);
    add_place(sql, offset, err);
    set_native(err, rc);
    return (int)err->code;
}

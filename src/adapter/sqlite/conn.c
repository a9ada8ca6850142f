#include "adapter/sqlite/conn.h"

#include <limits.h>
#include <string.h>

#include "adapter/sqlite/fail.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/trace.h"

/* Comments and semicolons are all that may follow a statement. */
static bool only_blank(struct adapter_conn *c, const char *tail, const char *end)
{
    while (tail < end) {
        sqlite3_stmt *next = NULL;
        const char *after = tail;
        int rc = sqlite3_prepare_v3(c->db, tail, (int)(end - tail), 0, &next, &after);
        bool blank = rc == SQLITE_OK && !next;
        sqlite3_finalize(next);
        if (!blank)
            return false;
        if (after <= tail)
            break;
        tail = after;
    }
    return true;
}

int sq_prepare(
    struct adapter_conn *c, struct flash_str sql, sqlite3_stmt **out, struct flash_error *err)
{
    const char *tail = NULL;
    sqlite3_stmt *stmt = NULL;

    if (sql.len > LIMIT_STATEMENT)
        return error_set(err, FLASH_ETOOBIG, "a statement of %zu bytes is over the limit of %zu",
            sql.len, LIMIT_STATEMENT);
    if (sql.len > 0 && memchr(sql.ptr, '\0', sql.len))
        return error_set(err, FLASH_EINVALID, "a statement holds a NUL byte");
    TRACE("sql", "%.*s", STR_ARG(sql));
    int rc = sqlite3_prepare_v3(c->db, sql.len > 0 ? sql.ptr : "", (int)sql.len, 0, &stmt, &tail);
    if (rc != SQLITE_OK)
        return sq_fail_sql(c, rc, sql, sqlite3_error_offset(c->db), err);
    if (!stmt)
        return error_set(err, FLASH_EINVALID, "an empty statement");
    if (!only_blank(c, tail, sql.ptr + sql.len)) {
        sqlite3_finalize(stmt);
        return error_set(err, FLASH_EINVALID, "more than one statement in '%.*s'",
            (int)(sql.len < 80 ? sql.len : 80), sql.ptr);
    }
    *out = stmt;
    return 0;
}

int sq_step(struct adapter_conn *c, sqlite3_stmt *s, struct flash_error *err)
{
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW)
        return 1;
    if (rc == SQLITE_DONE)
        return 0;
    return sq_fail_sql(c, rc, str_from(sqlite3_sql(s)), -1, err);
}

int sq_run(struct adapter_conn *c, const char *sql, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sq_prepare(c, str_from(sql), &s, err);
    if (rc < 0)
        return rc;
    do
        rc = sq_step(c, s, err);
    while (rc > 0);
    sqlite3_finalize(s);
    return rc;
}

int sq_number(struct adapter_conn *c, const char *sql, int64_t *out, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sq_prepare(c, str_from(sql), &s, err);
    if (rc < 0)
        return rc;
    rc = sq_step(c, s, err);
    if (rc >= 0)
        *out = rc > 0 ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_finalize(s);
    return rc < 0 ? rc : 0;
}

int sq_has_table(struct adapter_conn *c, const char *name, bool *out, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sq_prepare(c,
        STR("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE"), &s,
        err);
    if (rc < 0)
        return rc;
    sq_bind_text(s, 1, str_from(name));
    rc = sq_step(c, s, err);
    if (rc >= 0)
        *out = rc > 0;
    sqlite3_finalize(s);
    return rc < 0 ? rc : 0;
}

struct flash_str sq_text(sqlite3_stmt *s, int column)
{
    /* The text first: asking for the length converts in place, and a UTF-16 database must be
     * converted before. */
    const unsigned char *text = sqlite3_column_text(s, column);
    if (!text)
        return STR_NULL;
    return (struct flash_str){(const char *)text, (size_t)sqlite3_column_bytes(s, column)};
}

struct flash_str sq_copy(sqlite3_stmt *s, int column, struct arena *a)
{
    return arena_str(a, sq_text(s, column));
}

struct flash_str sq_copy_blob(sqlite3_stmt *s, int column, struct arena *a)
{
    const void *bytes = sqlite3_column_blob(s, column);
    size_t n = (size_t)sqlite3_column_bytes(s, column);
    return arena_str(a, (struct flash_str){bytes, bytes ? n : 0});
}

void sq_bind_text(sqlite3_stmt *s, int i, struct flash_str text)
{
    if (text.ptr)
        sqlite3_bind_text64(s, i, text.ptr, text.len, SQLITE_TRANSIENT, SQLITE_UTF8);
    else
        sqlite3_bind_null(s, i);
}

void sq_cell(sqlite3_stmt *s, int column, struct cell *out)
{
    *out = (struct cell){CELL_NULL, 0, 0, STR_NULL};
    int type = sqlite3_column_type(s, column);
    if (type == SQLITE_INTEGER) {
        out->type = CELL_INT;
        out->i = sqlite3_column_int64(s, column);
    } else if (type == SQLITE_FLOAT) {
        out->type = CELL_REAL;
        out->r = sqlite3_column_double(s, column);
    } else if (type == SQLITE_TEXT) {
        out->type = CELL_TEXT;
        out->s = sq_text(s, column);
    } else if (type == SQLITE_BLOB) {
        const void *bytes = sqlite3_column_blob(s, column);
        out->type = CELL_BLOB;
        out->s.ptr = bytes ? bytes : "";
        out->s.len = bytes ? (size_t)sqlite3_column_bytes(s, column) : 0;
    }
}

void sq_bind_cell(sqlite3_stmt *s, int i, const struct cell *cell)
{
    const char *bytes = cell->s.ptr ? cell->s.ptr : "";
    switch (cell->type) {
    case CELL_NULL: sqlite3_bind_null(s, i); return;
    case CELL_INT: sqlite3_bind_int64(s, i, cell->i); return;
    case CELL_REAL: sqlite3_bind_double(s, i, cell->r); return;
    case CELL_TEXT:
        sqlite3_bind_text64(s, i, bytes, cell->s.len, SQLITE_TRANSIENT, SQLITE_UTF8);
        return;
    case CELL_BLOB: sqlite3_bind_blob64(s, i, bytes, cell->s.len, SQLITE_TRANSIENT); return;
    }
}

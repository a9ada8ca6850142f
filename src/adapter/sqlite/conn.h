#ifndef ADAPTER_SQLITE_CONN_H
#define ADAPTER_SQLITE_CONN_H

/*
 * One connection to an SQLite database, private to this folder, and the small things every file of
 * it needs: prepared statements, cells, errors. Everything of a connection lives in its own arena,
 * the struct included.
 */

#include <sqlite3.h>

#include "adapter/adapter.h"
#include "base/map.h"
#include "base/vec.h"

/* Foreign-key violations of one (child, parent) pair: how many, and a sum over their rowids by
 * which the same rows are known again after a table got another name. */
struct fk_group {
    struct flash_str key; /* "child\nparent", lower case */
    struct flash_str child, parent;
    int64_t count;
    uint64_t rowids;
};
struct fk_groups {
    VEC(struct fk_group) list;
    struct map index; /* a group's key to its position */
    int64_t total;
};

/* What this process can run, by lower-case name; loaded when first asked for. */
struct sq_abilities {
    bool loaded;
    struct map functions, collations, modules;
};

struct adapter_conn {
    struct arena arena;
    sqlite3 *db;
    const char *path;    /* "dev.db", ":memory:" */
    const char *display; /* "sqlite:dev.db" */
    bool writable;
    bool in_transaction; /* between begin and commit */
    bool keep_wal;       /* somebody else's -wal was there: leave it as it is */
    bool saved;          /* a copy was saved: nobody may write before begin */
    int64_t saved_version;
    unsigned commit_timeout_ms; /* begin's */
    uint64_t deadline_us;       /* of a brief session, on clock_mono_us; 0 = none */
    struct arena tx;            /* for what lives as long as the transaction */
    struct fk_groups before;    /* violations in force at begin */
    sqlite3_stmt *insert;       /* of the last insert, kept while its text is the same */
    struct flash_str insert_sql;
    struct sq_abilities abilities;
};

/* Prepares one statement; white space and comments behind it are allowed, another statement is not.
 */
int sq_prepare(
    struct adapter_conn *c, struct flash_str sql, sqlite3_stmt **out, struct flash_error *err);
/* 1 = a row, 0 = done, else an error. */
int sq_step(struct adapter_conn *c, sqlite3_stmt *s, struct flash_error *err);
/* A statement of our own that gives no rows. */
int sq_run(struct adapter_conn *c, const char *sql, struct flash_error *err);
/* First column of the first row as a number; 0 when there is no row. */
int sq_number(struct adapter_conn *c, const char *sql, int64_t *out, struct flash_error *err);
/* Is there an ordinary table of this name. */
int sq_has_table(struct adapter_conn *c, const char *name, bool *out, struct flash_error *err);

/* Borrowed until the next step. STR_NULL for NULL. */
struct flash_str sq_text(sqlite3_stmt *s, int column);
/* Copied; the empty text for NULL. */
struct flash_str sq_copy(sqlite3_stmt *s, int column, struct arena *a);
struct flash_str sq_copy_blob(sqlite3_stmt *s, int column, struct arena *a);
void sq_bind_text(sqlite3_stmt *s, int i, struct flash_str text); /* NULL for STR_NULL */
void sq_cell(sqlite3_stmt *s, int column, struct cell *out);
void sq_bind_cell(sqlite3_stmt *s, int i, const struct cell *cell);

#endif

#include "adapter/sqlite/exec.h"

#include "adapter/sqlite/fail.h"
#include "base/str.h"

/* SQLite rolls back by itself after some errors (a full disk); what would follow must not run on
 * its own. */
static int need_transaction(struct adapter_conn *c, struct flash_error *err)
{
    if (!c->in_transaction)
        return error_bug(err, "a statement was to run on '%s' outside of a transaction", c->path);
    if (sqlite3_get_autocommit(c->db) != 0)
        return error_set(err, FLASH_EIO,
            "the transaction on database '%s' was rolled back by an error", c->path);
    return 0;
}

int sq_exec(struct adapter_conn *c, struct flash_str sql, int64_t *changed, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    int rc = need_transaction(c, err);
    if (rc == 0)
        rc = sq_prepare(c, sql, &s, err);
    if (rc < 0)
        return rc;
    sqlite3_int64 before = sqlite3_total_changes64(c->db);
    do
        rc = sq_step(c, s, err);
    while (rc > 0);
    sqlite3_finalize(s);
    if (rc == 0)
        rc = need_transaction(c, err);
    if (rc == 0 && changed)
        *changed = sqlite3_total_changes64(c->db) - before;
    return rc;
}

static int each_row(struct adapter_conn *c, sqlite3_stmt *s,
    int (*row)(void *payload, const struct cell *cells, size_t n), void *payload,
    struct flash_error *err)
{
    /* Not scratch by value: the callback may work with this connection. */
    struct arena mark = c->tx;
    size_t n = (size_t)sqlite3_column_count(s);
    struct cell *cells = arena_array(&c->tx, struct cell, n + 1);
    int rc;

    while ((rc = sq_step(c, s, err)) > 0) {
        for (size_t i = 0; i < n; i++)
            sq_cell(s, (int)i, &cells[i]);
        rc = row(payload, cells, n);
        if (rc != 0)
            break;
    }
    c->tx = mark;
    return rc;
}

int sq_query(struct adapter_conn *c, struct flash_str sql,
    int (*row)(void *payload, const struct cell *cells, size_t n), void *payload,
    struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sq_prepare(c, sql, &s, err);
    if (rc < 0)
        return rc;
    if (sqlite3_stmt_readonly(s))
        rc = each_row(c, s, row, payload, err);
    else
        rc = error_bug(err, "a query that writes: '%.*s'", STR_ARG(sql));
    sqlite3_finalize(s);
    return rc;
}

/* One statement is kept, since rows come by the thousand for the same one. */
static int prepare_insert(struct adapter_conn *c, struct flash_str sql, struct flash_error *err)
{
    if (c->insert && str_eq(sql, c->insert_sql))
        return 0;
    sqlite3_finalize(c->insert);
    c->insert = NULL;
    int rc = sq_prepare(c, sql, &c->insert, err);
    if (rc == 0)
        c->insert_sql = arena_str(&c->arena, sql);
    return rc;
}

int sq_insert(struct adapter_conn *c, struct flash_str sql, const struct cell *cells, size_t n,
    struct flash_error *err)
{
    int rc = need_transaction(c, err);
    if (rc == 0)
        rc = prepare_insert(c, sql, err);
    if (rc < 0)
        return rc;
    if (n != (size_t)sqlite3_bind_parameter_count(c->insert))
        return error_bug(
            err, "%zu cells for %d parameters", n, sqlite3_bind_parameter_count(c->insert));
    for (size_t i = 0; i < n; i++)
        sq_bind_cell(c->insert, (int)i + 1, &cells[i]);
    do
        rc = sq_step(c, c->insert, err);
    while (rc > 0);
    sqlite3_reset(c->insert);
    sqlite3_clear_bindings(c->insert);
    return rc;
}

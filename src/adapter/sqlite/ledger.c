#include "adapter/sqlite/ledger.h"

#include "adapter/sqlite/cells.h"
#include "adapter/sqlite/exec.h"
#include "base/limits.h"
#include "base/str.h"

#define LEDGER_ROWS_MAX 1000000

static const char create_sql[] = "CREATE TABLE IF NOT EXISTS _flash_migrations(\n"
                                 "  id INTEGER PRIMARY KEY,\n"
                                 "  name TEXT NOT NULL,\n"
                                 "  parent_id INTEGER NOT NULL UNIQUE,\n"
                                 "  op TEXT NOT NULL,\n"
                                 "  from_commit TEXT,\n"
                                 "  to_commit TEXT,\n"
                                 "  from_schema TEXT NOT NULL,\n"
                                 "  to_schema TEXT NOT NULL,\n"
                                 "  checksum TEXT NOT NULL,\n"
                                 "  kind TEXT NOT NULL,\n"
                                 "  state TEXT NOT NULL,\n"
                                 "  steps_total INTEGER NOT NULL,\n"
                                 "  steps_done INTEGER NOT NULL,\n"
                                 "  step_hash TEXT,\n"
                                 "  plan BLOB,\n"
                                 "  inverse BLOB,\n"
                                 "  tool TEXT NOT NULL,\n"
                                 "  who TEXT,\n"
                                 "  host TEXT,\n"
                                 "  started_at TEXT NOT NULL,\n"
                                 "  finished_at TEXT,\n"
                                 "  error TEXT\n"
                                 ")";

#define COLUMNS                                                                                    \
    "id, parent_id, name, op, from_commit, to_commit, from_schema, to_schema, checksum, kind, "    \
    "state, steps_total, steps_done, step_hash, tool, who, host, started_at, finished_at, error"

/* The order of COLUMNS. */
enum {
    COL_ID,
    COL_PARENT,
    COL_NAME,
    COL_OP,
    COL_FROM_COMMIT,
    COL_TO_COMMIT,
    COL_FROM_SCHEMA,
    COL_TO_SCHEMA,
    COL_CHECKSUM,
    COL_KIND,
    COL_STATE,
    COL_STEPS_TOTAL,
    COL_STEPS_DONE,
    COL_STEP_HASH,
    COL_TOOL,
    COL_WHO,
    COL_HOST,
    COL_STARTED_AT,
    COL_FINISHED_AT,
    COL_ERROR,
    COL_PLAN,
    COL_INVERSE
};

static void read_row(sqlite3_stmt *s, bool with_plans, struct arena *a, struct ledger_row *out)
{
    *out = (struct ledger_row){
        .id = sqlite3_column_int64(s, COL_ID),
        .parent_id = sqlite3_column_int64(s, COL_PARENT),
        .name = sq_copy(s, COL_NAME, a),
        .op = sq_copy(s, COL_OP, a),
        .from_commit = sq_copy(s, COL_FROM_COMMIT, a),
        .to_commit = sq_copy(s, COL_TO_COMMIT, a),
        .from_schema = sq_copy(s, COL_FROM_SCHEMA, a),
        .to_schema = sq_copy(s, COL_TO_SCHEMA, a),
        .checksum = sq_copy(s, COL_CHECKSUM, a),
        .kind = sq_copy(s, COL_KIND, a),
        .state = sq_copy(s, COL_STATE, a),
        .steps_total = sqlite3_column_int64(s, COL_STEPS_TOTAL),
        .steps_done = sqlite3_column_int64(s, COL_STEPS_DONE),
        .step_hash = sq_copy(s, COL_STEP_HASH, a),
        .tool = sq_copy(s, COL_TOOL, a),
        .who = sq_copy(s, COL_WHO, a),
        .host = sq_copy(s, COL_HOST, a),
        .started_at = sq_copy(s, COL_STARTED_AT, a),
        .finished_at = sq_copy(s, COL_FINISHED_AT, a),
        .error = sq_copy(s, COL_ERROR, a),
    };
    if (with_plans) {
        out->plan = sq_copy_blob(s, COL_PLAN, a);
        out->inverse = sq_copy_blob(s, COL_INVERSE, a);
    }
}

/* A table of this name that somebody else made lacks columns; SQLite's "no such column" helps
 * nobody. */
static int prepare(
    struct adapter_conn *c, struct flash_str sql, sqlite3_stmt **out, struct flash_error *err)
{
    int rc = sq_prepare(c, sql, out, err);
    if (rc != FLASH_EDATABASE)
        return rc;
    error_set(
        err, FLASH_ECORRUPT, "table '_flash_migrations' in '%s' is not as flash made it", c->path);
    return error_hint(err, "rename it away if it is not flash's, or restore it from a backup");
}

static int read_rows(struct adapter_conn *c, sqlite3_stmt *s, bool with_plans, struct arena *a,
    struct ledger_rows *out, struct flash_error *err)
{
    int rc;
    while ((rc = sq_step(c, s, err)) > 0) {
        if (out->len >= LEDGER_ROWS_MAX)
            return error_set(
                err, FLASH_ETOOBIG, "the ledger has more than %d rows", LEDGER_ROWS_MAX);
        read_row(s, with_plans, a, vec_push(a, out));
    }
    return rc;
}

int sq_ledger_read(struct adapter_conn *c, bool with_plans, struct arena *a,
    struct ledger_rows *out, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    bool exists = false;

    *out = (struct ledger_rows){0};
    int rc = sq_has_table(c, "_flash_migrations", &exists, err);
    if (rc < 0 || !exists)
        return rc;
    rc = prepare(c,
        with_plans ? STR("SELECT " COLUMNS ", plan, inverse FROM _flash_migrations ORDER BY id")
                   : STR("SELECT " COLUMNS " FROM _flash_migrations ORDER BY id"),
        &s, err);
    if (rc == 0)
        rc = read_rows(c, s, with_plans, a, out, err);
    sqlite3_finalize(s);
    return rc;
}

static int read_one(struct adapter_conn *c, struct flash_str sql, const struct cell *key,
    struct arena *a, struct ledger_row *out, bool *found, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    bool exists = false;

    *found = false;
    int rc = sq_has_table(c, "_flash_migrations", &exists, err);
    if (rc < 0 || !exists)
        return rc;
    rc = prepare(c, sql, &s, err);
    if (rc < 0)
        return rc;
    if (key)
        sq_bind_cell(s, 1, key);
    rc = sq_step(c, s, err);
    if (rc > 0) {
        read_row(s, true, a, out);
        *found = true;
    }
    sqlite3_finalize(s);
    return rc < 0 ? rc : 0;
}

int sq_ledger_last(struct adapter_conn *c, struct arena *a, struct ledger_row *out, bool *found,
    struct flash_error *err)
{
    return read_one(c,
        STR("SELECT " COLUMNS ", plan, inverse FROM _flash_migrations ORDER BY id DESC LIMIT 1"),
        NULL, a, out, found, err);
}

int sq_ledger_find_id(struct adapter_conn *c, int64_t id, struct arena *a, struct ledger_row *out,
    bool *found, struct flash_error *err)
{
    struct cell key = cell_int(id);
    return read_one(c,
        STR("SELECT " COLUMNS ", plan, inverse FROM _flash_migrations WHERE id = ?1"), &key, a, out,
        found, err);
}

int sq_ledger_find_op(struct adapter_conn *c, struct flash_str op, struct arena *a,
    struct ledger_row *out, bool *found, struct flash_error *err)
{
    struct cell key = cell_word(op);
    return read_one(c,
        STR("SELECT " COLUMNS
            ", plan, inverse FROM _flash_migrations WHERE op = ?1 ORDER BY id DESC LIMIT 1"),
        &key, a, out, found, err);
}

int sq_ledger_append(struct adapter_conn *c, const struct ledger_row *row, struct flash_error *err)
{
    const struct cell cells[] = {
        cell_int(row->id),
        cell_int(row->parent_id),
        cell_word(row->name),
        cell_word(row->op),
        cell_text(row->from_commit),
        cell_text(row->to_commit),
        cell_word(row->from_schema),
        cell_word(row->to_schema),
        cell_word(row->checksum),
        cell_word(row->kind),
        cell_word(row->state),
        cell_int(row->steps_total),
        cell_int(row->steps_done),
        cell_text(row->step_hash),
        cell_word(row->tool),
        cell_text(row->who),
        cell_text(row->host),
        cell_word(row->started_at),
        cell_text(row->finished_at),
        cell_text(row->error),
        cell_blob(row->plan),
        cell_blob(row->inverse),
    };
    struct flash_error own = {0};
    int rc = sq_exec(c, str_from(create_sql), NULL, err);
    if (rc < 0)
        return rc;
    rc = sq_insert(c,
        STR("INSERT INTO _flash_migrations(" COLUMNS ", plan, inverse) VALUES"
            "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
        cells, ARRAY_LEN(cells), &own);
    if (rc == 0)
        return 0;
    int native = sqlite3_extended_errcode(c->db);
    if (native == SQLITE_CONSTRAINT_UNIQUE || native == SQLITE_CONSTRAINT_PRIMARYKEY ||
        native == SQLITE_CONSTRAINT_ROWID)
        return error_set(err, FLASH_ECHANGED,
            "another program has recorded a move of database '%s' in the meantime", c->path);
    if (err)
        *err = own;
    return rc;
}

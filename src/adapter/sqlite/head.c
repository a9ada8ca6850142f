#include "adapter/sqlite/head.h"

#include "adapter/sqlite/cells.h"
#include "adapter/sqlite/exec.h"
#include "base/str.h"

static const char create_sql[] = "CREATE TABLE IF NOT EXISTS _flash_head(\n"
                                 "  one INTEGER PRIMARY KEY CHECK(one = 1),\n"
                                 "  format INTEGER NOT NULL,\n"
                                 "  branch TEXT,\n"
                                 "  commit_id TEXT,\n"
                                 "  schema_id TEXT NOT NULL,\n"
                                 "  store_id TEXT,\n"
                                 "  role TEXT,\n"
                                 "  identity TEXT,\n"
                                 "  live_print TEXT NOT NULL,\n"
                                 "  live_version TEXT NOT NULL,\n"
                                 "  updated_at TEXT NOT NULL\n"
                                 ")";

static int not_ours(struct adapter_conn *c, struct flash_error *err)
{
    error_set(err, FLASH_ECORRUPT, "table '_flash_head' in '%s' is not as flash made it", c->path);
    return error_hint(err, "rename it away if it is not flash's, or restore it from a backup");
}

/* Of the format alone, before anything else is asked for: a newer format may have other columns. */
static int check_format(struct adapter_conn *c, bool *present, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sq_prepare(c, STR("SELECT format FROM _flash_head"), &s, err);
    if (rc < 0)
        return rc == FLASH_EDATABASE ? not_ours(c, err) : rc;
    rc = sq_step(c, s, err);
    int64_t format = rc > 0 ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_finalize(s);
    *present = rc > 0;
    if (rc <= 0 || format == LEDGER_FORMAT)
        return rc < 0 ? rc : 0;
    if (format < LEDGER_FORMAT)
        return not_ours(c, err);
    error_set(err, FLASH_ENEWER, "database '%s' was moved by a newer flash (format %lld)", c->path,
        (long long)format);
    return error_hint(err, "install a flash that knows format %lld", (long long)format);
}

static void read_head(sqlite3_stmt *s, struct arena *a, struct db_head *out)
{
    *out = (struct db_head){
        .present = true,
        .format = sqlite3_column_int64(s, 0),
        .branch = sq_copy(s, 1, a),
        .commit = sq_copy(s, 2, a),
        .schema = sq_copy(s, 3, a),
        .store_id = sq_copy(s, 4, a),
        .role = sq_copy(s, 5, a),
        .identity = sq_copy(s, 6, a),
        .live_print = sq_copy(s, 7, a),
        .live_version = sq_copy(s, 8, a),
        .updated_at = sq_copy(s, 9, a),
    };
}

int sq_head_read(
    struct adapter_conn *c, struct arena *a, struct db_head *out, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    bool exists = false;

    *out = (struct db_head){0};
    int rc = sq_has_table(c, "_flash_head", &exists, err);
    if (rc == 0 && exists)
        rc = check_format(c, &exists, err);
    if (rc < 0 || !exists)
        return rc;
    rc = sq_prepare(c,
        STR("SELECT format, branch, commit_id, schema_id, store_id, role, identity, live_print, "
            "live_version, updated_at FROM _flash_head LIMIT 1"),
        &s, err);
    if (rc < 0)
        return rc == FLASH_EDATABASE ? not_ours(c, err) : rc;
    rc = sq_step(c, s, err);
    if (rc > 0)
        read_head(s, a, out);
    sqlite3_finalize(s);
    return rc < 0 ? rc : 0;
}

int sq_head_write(struct adapter_conn *c, const struct db_head *head, struct flash_error *err)
{
    const struct cell cells[] = {
        cell_int(head->format ? head->format : LEDGER_FORMAT),
        cell_text(head->branch),
        cell_text(head->commit),
        cell_word(head->schema),
        cell_text(head->store_id),
        cell_text(head->role),
        cell_text(head->identity),
        cell_word(head->live_print),
        cell_word(head->live_version),
        cell_word(head->updated_at),
    };
    int rc = sq_exec(c, str_from(create_sql), NULL, err);
    if (rc < 0)
        return rc;
    return sq_insert(c,
        STR("INSERT OR REPLACE INTO _flash_head(one, format, branch, commit_id, schema_id, "
            "store_id, role, identity, live_print, live_version, updated_at) "
            "VALUES(1,?,?,?,?,?,?,?,?,?,?)"),
        cells, ARRAY_LEN(cells), err);
}

#include "adapter/sqlite/park.h"

#include <stddef.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"

/* Text columns and where they go. */
static const struct {
    const char *column;
    size_t offset;
} fields[] = {
    {"kind", offsetof(struct park_entry, kind)},
    {"table", offsetof(struct park_entry, table)},
    {"column", offsetof(struct park_entry, column)},
    {"definition", offsetof(struct park_entry, definition)},
    {"keys", offsetof(struct park_entry, keys)},
    {"columns", offsetof(struct park_entry, columns)},
    {"branch", offsetof(struct park_entry, branch)},
};

static void read_field(sqlite3_stmt *s, int i, struct arena *a, struct park_entry *out)
{
    const char *name = sqlite3_column_name(s, i);

    if (!name)
        return;
    if (strcmp(name, "n") == 0)
        out->n = (uint64_t)sqlite3_column_int64(s, i);
    else if (strcmp(name, "rows") == 0)
        out->rows = sqlite3_column_int64(s, i);
    for (size_t f = 0; f < ARRAY_LEN(fields); f++)
        if (strcmp(name, fields[f].column) == 0)
            *(struct flash_str *)(void *)((char *)out + fields[f].offset) = sq_copy(s, i, a);
}

static int not_ours(struct adapter_conn *c, struct flash_error *err)
{
    error_set(
        err, FLASH_ECORRUPT, "table '_flash_parked' in '%s' is not as flash made it", c->path);
    return error_hint(err, "rename it away if it is not flash's, or restore it from a backup");
}

static int read_rows(struct adapter_conn *c, sqlite3_stmt *s, struct arena *a,
    struct park_list *out, struct flash_error *err)
{
    int rc;
    while ((rc = sq_step(c, s, err)) > 0) {
        if (out->len >= LIMIT_OBJECTS)
            return error_set(err, FLASH_ETOOBIG, "more than %d parked objects", LIMIT_OBJECTS);
        struct park_entry *entry = vec_push(a, out);
        for (int i = 0; i < sqlite3_column_count(s); i++)
            read_field(s, i, a, entry);
        if (entry->n == 0 || entry->kind.len == 0 || entry->table.len == 0)
            return not_ours(c, err);
    }
    return rc;
}

int sq_park_read(
    struct adapter_conn *c, struct arena *a, struct park_list *out, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    bool exists = false;

    *out = (struct park_list){0};
    int rc = sq_has_table(c, "_flash_parked", &exists, err);
    if (rc < 0 || !exists)
        return rc;
    rc = sq_prepare(c, STR("SELECT * FROM _flash_parked ORDER BY n"), &s, err);
    if (rc == FLASH_EDATABASE)
        return not_ours(c, err);
    if (rc == 0)
        rc = read_rows(c, s, a, out, err);
    sqlite3_finalize(s);
    return rc;
}

int sq_own_table_text(struct adapter_conn *c, struct flash_str name, struct arena *a,
    struct flash_str *out, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sq_prepare(c,
        STR("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1 AND name LIKE "
            "'\\_flash\\_%' ESCAPE '\\'"),
        &s, err);
    if (rc < 0)
        return rc;
    sq_bind_text(s, 1, name);
    rc = sq_step(c, s, err);
    if (rc >= 0)
        *out = rc > 0 ? sq_copy(s, 0, a) : STR_NULL;
    sqlite3_finalize(s);
    return rc < 0 ? rc : 0;
}

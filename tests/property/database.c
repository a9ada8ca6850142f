#include "database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/strbuf.h"
#include "normal.h"

static void broken(sqlite3 *db, const char *what)
{
    fprintf(stderr, "the test is broken: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
    exit(99);
}

sqlite3 *db_open(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        broken(db, path);
    sqlite3_extended_result_codes(db, 1);
    db_must(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
    return db;
}

void db_close(sqlite3 *db)
{
    if (sqlite3_close(db) != SQLITE_OK)
        broken(db, "close");
}

bool db_exec(sqlite3 *db, struct flash_str sql, struct arena *a, struct flash_str *why)
{
    char *message = NULL;
    char *text = arena_cstr(a, sql);
    if (sqlite3_exec(db, text, NULL, NULL, &message) == SQLITE_OK)
        return true;
    *why = arena_str(a, str_from(message));
    sqlite3_free(message);
    return false;
}

void db_must(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        broken(db, sql);
}

void db_copy(const char *from, const char *to)
{
    sqlite3 *a = db_open(from);
    remove(to);
    sqlite3 *b = db_open(to);
    sqlite3_backup *backup = sqlite3_backup_init(b, "main", a, "main");
    if (backup == NULL || sqlite3_backup_step(backup, -1) != SQLITE_DONE)
        broken(b, "backup");
    sqlite3_backup_finish(backup);
    db_close(a);
    db_close(b);
}

size_t db_try(sqlite3 *db, const struct statements *s)
{
    size_t worked = 0;
    for (size_t i = 0; i < s->list.len; i++)
        worked += sqlite3_exec(db, s->list.items[i].ptr, NULL, NULL, NULL) == SQLITE_OK;
    return worked;
}

static sqlite3_stmt *prepare(sqlite3 *db, struct flash_str sql)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, sql.ptr, (int)sql.len, &st, NULL) != SQLITE_OK)
        broken(db, sql.ptr);
    return st;
}

int64_t db_int(sqlite3 *db, struct flash_str query, int64_t otherwise)
{
    sqlite3_stmt *st;
    int64_t v = otherwise;
    if (sqlite3_prepare_v2(db, query.ptr, (int)query.len, &st, NULL) != SQLITE_OK)
        return otherwise;
    if (sqlite3_step(st) == SQLITE_ROW)
        v = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return v;
}

static int line_cmp(const void *a, const void *b)
{
    return str_cmp(*(const struct flash_str *)a, *(const struct flash_str *)b);
}

static void sort(struct lines *l)
{
    if (l->list.len > 1)
        qsort(l->list.items, l->list.len, sizeof(struct flash_str), line_cmp);
}

static struct flash_str text_of(sqlite3_stmt *st, int column)
{
    const char *p = (const char *)sqlite3_column_text(st, column);
    return (struct flash_str){p, p ? (size_t)sqlite3_column_bytes(st, column) : 0};
}

static struct flash_str row_text(sqlite3_stmt *st, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a, 1000000);
    for (int i = 0; i < sqlite3_column_count(st); i++) {
        strbuf_adds(&b, i > 0 ? " | " : "");
        strbuf_add(&b, sqlite3_column_type(st, i) == SQLITE_NULL ? STR("NULL") : text_of(st, i));
    }
    return strbuf_str(&b);
}

void db_rows(sqlite3 *db, struct flash_str query, struct arena *a, struct lines *out)
{
    sqlite3_stmt *st = prepare(db, query);
    while (sqlite3_step(st) == SQLITE_ROW)
        *vec_push(a, &out->list) = row_text(st, a);
    sqlite3_finalize(st);
    sort(out);
}

/* The order of rows is part of it here: keys, columns of one index. */
static struct flash_str rows_in_order(
    sqlite3 *db, const char *query, const char *argument, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a, 1000000);
    sqlite3_stmt *st = prepare(db, str_from(query));
    sqlite3_bind_text(st, 1, argument, -1, SQLITE_STATIC);
    while (sqlite3_step(st) == SQLITE_ROW) {
        strbuf_adds(&b, " (");
        strbuf_add(&b, row_text(st, a));
        strbuf_adds(&b, ")");
    }
    sqlite3_finalize(st);
    return strbuf_str(&b);
}

struct describer {
    sqlite3 *db;
    struct arena *arena;
    struct lines *out;
};

static void add_line(
    struct describer *d, const char *what, struct flash_str name, struct flash_str text)
{
    *vec_push(d->arena, &d->out->list) =
        arena_printf(d->arena, "%s %.*s: %.*s", what, STR_ARG(name), STR_ARG(text));
}

static void describe_columns(struct describer *d, struct flash_str table)
{
    sqlite3_stmt *st = prepare(d->db, STR("SELECT name, replace(upper(type), ', ', ','), "
                                          "\"notnull\", pk, hidden, dflt_value FROM "
                                          "pragma_table_xinfo(?1) ORDER BY name"));
    sqlite3_bind_text(st, 1, table.ptr, (int)table.len, SQLITE_STATIC);
    while (sqlite3_step(st) == SQLITE_ROW) {
        struct flash_str def = g_normal_default(text_of(st, 5), d->arena);
        struct flash_str name = text_of(st, 0), type = text_of(st, 1);
        *vec_push(d->arena, &d->out->list) =
            arena_printf(d->arena, "column %.*s.%.*s: %.*s not null %d pk %d hidden %d default%.*s",
                STR_ARG(table), STR_ARG(name), STR_ARG(type), sqlite3_column_int(st, 2),
                sqlite3_column_int(st, 3), sqlite3_column_int(st, 4), STR_ARG(def));
    }
    sqlite3_finalize(st);
}

/* Automatic indexes by what they are on, since their names count in the order of the text. */
static void describe_indexes(struct describer *d, struct flash_str table)
{
    sqlite3_stmt *st =
        prepare(d->db, STR("SELECT name, origin, \"unique\", partial FROM pragma_index_list(?1)"));
    sqlite3_bind_text(st, 1, table.ptr, (int)table.len, SQLITE_STATIC);
    while (sqlite3_step(st) == SQLITE_ROW) {
        char *name = arena_cstr(d->arena, text_of(st, 0));
        struct flash_str origin = arena_str(d->arena, text_of(st, 1));
        struct flash_str keys = rows_in_order(d->db,
            "SELECT name, \"desc\", upper(coll), key, cid = -2 FROM pragma_index_xinfo(?1) WHERE "
            "key "
            "ORDER BY seqno",
            name, d->arena);
        *vec_push(d->arena, &d->out->list) =
            arena_printf(d->arena, "index of %.*s: %s %.*s unique %d partial %d%.*s",
                STR_ARG(table), origin.ptr[0] == 'c' ? name : "", STR_ARG(origin),
                sqlite3_column_int(st, 2), sqlite3_column_int(st, 3), STR_ARG(keys));
    }
    sqlite3_finalize(st);
}

static void describe_foreign_keys(struct describer *d, struct flash_str table)
{
    sqlite3_stmt *st = prepare(d->db,
        STR("SELECT group_concat(lower(\"from\")), lower(\"table\"), group_concat(lower(\"to\")), "
            "on_update, on_delete, upper(\"match\") FROM (SELECT * FROM "
            "pragma_foreign_key_list(?1) ORDER BY "
            "id, seq) GROUP BY id"));
    sqlite3_bind_text(st, 1, table.ptr, (int)table.len, SQLITE_STATIC);
    while (sqlite3_step(st) == SQLITE_ROW)
        add_line(d, "foreign key", table, row_text(st, d->arena));
    sqlite3_finalize(st);
}

#define MINE "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_flash\\_%' ESCAPE '\\'"

void db_describe(sqlite3 *db, struct arena *a, struct lines *out)
{
    struct describer d = {db, a, out};
    sqlite3_stmt *st =
        prepare(db, STR("SELECT type, name, lower(tbl_name), sql FROM sqlite_schema WHERE " MINE));
    while (sqlite3_step(st) == SQLITE_ROW) {
        struct flash_str type = arena_str(a, text_of(st, 0)), name = arena_str(a, text_of(st, 1));
        struct flash_str table = arena_str(a, text_of(st, 2));
        struct flash_str normal = g_normal(text_of(st, 3), a);
        *vec_push(a, &out->list) = arena_printf(a, "%.*s %.*s on %.*s:\n%.*s", STR_ARG(type),
            STR_ARG(name), STR_ARG(table), STR_ARG(normal));
        if (!str_eq(type, STR("table")))
            continue;
        describe_columns(&d, name);
        describe_indexes(&d, name);
        describe_foreign_keys(&d, name);
    }
    sqlite3_finalize(st);
    db_rows(db,
        STR("SELECT 'table', name, type, ncol, wr, strict FROM pragma_table_list WHERE schema = "
            "'main' AND " MINE),
        a, out);
}

bool lines_equal(
    const struct lines *a, const struct lines *b, struct arena *arena, struct flash_str *why)
{
    size_t i = 0;
    while (i < a->list.len && i < b->list.len && str_eq(a->list.items[i], b->list.items[i]))
        i++;
    if (i == a->list.len && i == b->list.len)
        return true;
    struct flash_str x = i < a->list.len ? a->list.items[i] : STR("(nothing)");
    struct flash_str y = i < b->list.len ? b->list.items[i] : STR("(nothing)");
    *why = arena_printf(arena, "flash made:\n  %.*s\nSQLite made:\n  %.*s", STR_ARG(x), STR_ARG(y));
    return false;
}

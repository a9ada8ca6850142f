#ifndef TESTS_DIALECT_ENGINE_H
#define TESTS_DIALECT_ENGINE_H

/* The reader beside the SQLite library. Include behind <cmocka.h> and <sqlite3.h>. */

#include "fixture.h"

static inline sqlite3 *engine_open(void)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    return db;
}

/* Rows of a query as lines. */
static inline void engine_query(sqlite3 *db, const char *sql, const char *arg, struct strbuf *out)
{
    sqlite3_stmt *st = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    if (arg != NULL)
        sqlite3_bind_text(st, 1, arg, -1, SQLITE_TRANSIENT);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(st); i++) {
            const unsigned char *text = sqlite3_column_text(st, i);
            strbuf_addf(out, "%s|", text != NULL ? (const char *)text : "NULL");
        }
        strbuf_addc(out, '\n');
    }
    sqlite3_finalize(st);
}

/*
 * What the library understood: columns, keys, foreign keys and the columns of every index, without
 * the numbers that depend on the order of constraints.
 */
static inline void engine_facts(sqlite3 *db, struct arena *a, struct strbuf *out)
{
    static const char columns[] =
        "SELECT name, upper(replace(type, ' ', '')), \"notnull\", dflt_value IS NULL, pk, hidden "
        "FROM pragma_table_xinfo(?1)";
    static const char foreign[] =
        "SELECT lower(\"table\"), lower(\"from\"), lower(\"to\"), on_update, on_delete FROM "
        "pragma_foreign_key_list(?1) ORDER BY 1, 2, 3, 4, 5";
    static const char indexes[] =
        "SELECT lower(iif(origin = 'c', l.name, '')) AS n, \"unique\", origin, partial, (SELECT "
        "group_concat(seqno || ' ' || cid || ' ' || desc || ' ' || upper(coll) || ' ' || key) FROM "
        "pragma_index_xinfo(l.name)) AS x FROM pragma_index_list(?1) l ORDER BY n, x";
    static const char options[] =
        "SELECT wr, strict FROM pragma_table_list WHERE schema = 'main' AND lower(name) = "
        "lower(?1)";
    struct strbuf names;
    struct flash_str rest, name;

    strbuf_init(&names, a, 1U << 20);
    engine_query(db,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY "
        "lower(name)",
        NULL, &names);
    engine_query(db,
        "SELECT type, lower(name), lower(tbl_name) FROM sqlite_schema WHERE name NOT LIKE "
        "'sqlite%' ORDER BY 1, 2",
        NULL, out);
    rest = strbuf_str(&names);
    while (str_split(&rest, '\n', &name) && name.len > 1) {
        const char *table = arena_cstr(a, (struct flash_str){name.ptr, name.len - 1});
        engine_query(db, columns, table, out);
        engine_query(db, foreign, table, out);
        engine_query(db, indexes, table, out);
        engine_query(db, options, table, out);
    }
}

/* What sqlite_schema holds, as a script. */
static inline void engine_catalogue(sqlite3 *db, struct strbuf *out)
{
    sqlite3_stmt *st = NULL;

    assert_int_equal(sqlite3_prepare_v2(db,
                         "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE "
                         "'sqlite%' ORDER BY rowid",
                         -1, &st, NULL),
        SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        strbuf_addf(out, "%s\n;\n", (const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
}

static inline void same_refs(const struct object *a, const struct object *b)
{
    /* Read alone, an object may say less exactly which column it means, never more. */
    for (size_t i = 0; i < a->refs.len; i++) {
        const struct ref *r = &a->refs.items[i];
        bool found = false;
        for (size_t k = 0; k < b->refs.len && !found; k++)
            found = b->refs.items[k].name == r->name &&
                    (b->refs.items[k].column == r->column || b->refs.items[k].column == NULL);
        if (!found)
            fail_msg(
                "%.*s alone does not mention '%.*s'", STR_ARG(a->text), STR_ARG(r->name->text));
    }
}

/* The text of one object, read with nothing around it, gives the same text. */
static inline void check_alone(const struct object *o)
{
    struct reading_test t;

    reading_open(&t);
    t.schema->partial = true;
    reading_add(&t, STR("alone.sql"), o->text);
    reading_finish(&t);
    if (t.diags.errors > 0 || t.schema->objects.len != 1)
        fail_msg("%.*s\n%s", STR_ARG(o->text), reading_diags(&t));
    assert_string_equal(t.schema->objects.items[0]->text.ptr, o->text.ptr);
    same_refs(o, t.schema->objects.items[0]);
    reading_close(&t);
}

static inline void check_read_back(const char *text, struct flash_str script)
{
    struct reading_test t;

    reading_of_good_text(&t, script);
    assert_string_equal(reading_text(&t), text);
    reading_close(&t);
}

static inline void check_loaded(struct reading_test *t, sqlite3 *db)
{
    sqlite3 *again = engine_open();
    struct strbuf facts, same, catalogue;
    const char *text = arena_cstr(&t->arena, str_from(reading_text(t)));

    strbuf_init(&facts, &t->arena, 16U << 20);
    strbuf_init(&same, &t->arena, 16U << 20);
    strbuf_init(&catalogue, &t->arena, 64U << 20);
    if (sqlite3_exec(again, text, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s\n%s", sqlite3_errmsg(again), text);
    engine_facts(db, &t->arena, &facts);
    engine_facts(again, &t->arena, &same);
    if (strcmp(facts.ptr, same.ptr) != 0)
        fail_msg("%s\n%s---\n%s", text, facts.ptr, same.ptr);
    check_read_back(text, str_from(text));
    engine_catalogue(db, &catalogue);
    check_read_back(text, strbuf_str(&catalogue));
    sqlite3_close(again);
}

static inline void engine_compare(const char *script)
{
    struct reading_test t;
    sqlite3 *db = engine_open();
    bool taken = sqlite3_exec(db, script, NULL, NULL, NULL) == SQLITE_OK;

    reading_of_text(&t, str_from(script));
    if (taken != (t.diags.errors == 0))
        fail_msg("%s\n%s\n%s", script, taken ? "taken by SQLite" : sqlite3_errmsg(db),
            reading_diags(&t));
    if (taken) {
        check_loaded(&t, db);
        for (size_t i = 0; i < t.schema->objects.len; i++)
            check_alone(t.schema->objects.items[i]);
    }
    reading_close(&t);
    sqlite3_close(db);
}

#endif

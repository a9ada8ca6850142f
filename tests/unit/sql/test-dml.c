#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "sql/clone.h"
#include "statements.h"

/* The library here is older than these, or they need what it has not. */
static const char *const newer[] = {
    "SELECT group_concat(a, ',' ORDER BY b DESC) FROM t",
    "SELECT string_agg(DISTINCT a ORDER BY a, b) FILTER (WHERE c) FROM t",
    "SELECT 1_000 + 0xFF_FF",
    "SELECT a MATCH 'x', a REGEXP 'y' FROM t",
    "SELECT * FROM nowhere.some",
    "SELECT a FROM t WHERE a IN main.u OR a IN fn(1, 2) OR a NOT IN u()",
    "SELECT sum(a) OVER (PARTITION BY NOT a ORDER BY (SELECT 1))",
};

static struct dml *parse_all(struct reading *r)
{
    struct dml *d = parse_dml(&r->cur);

    return cursor_expect_end(&r->cur) ? d : NULL;
}

/* The text that comes out in the end; "" never. Fails the test if reading it again gives another.
 */
static struct flash_str round_trip(struct arena *a, struct flash_str text)
{
    struct reading first, second;
    struct dml *d;
    struct flash_str printed;

    reading_start(&first, text);
    d = parse_all(&first);
    if (d == NULL)
        fail_msg("%.*s: %.*s", STR_ARG(text), STR_ARG(first.diags.list.items[0].message));
    assert_int_equal(d->loc.off, 0);
    assert_int_equal(d->loc.len, text.len);
    printed = arena_str(a, dml_text(&first.arena, d));
    assert_string_equal(dml_text(&first.arena, dml_clone(&first.arena, d)).ptr, printed.ptr);
    reading_end(&first);
    reading_start(&second, printed);
    d = parse_all(&second);
    if (d == NULL)
        fail_msg("%s: %.*s", printed.ptr, STR_ARG(second.diags.list.items[0].message));
    assert_string_equal(dml_text(&second.arena, d).ptr, printed.ptr);
    reading_end(&second);
    return printed;
}

static void test_round_trip(void **state)
{
    sqlite3 *db = sqlite_open();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
        struct flash_str text = str_from(statements[i]);
        struct flash_str printed, written, ours;
        struct arena a;

        arena_init(&a, (size_t)64 << 20);
        printed = round_trip(&a, text);
        if (!sqlite_program(&a, db, text, &written) || !sqlite_program(&a, db, printed, &ours))
            fail_msg("%.*s: %s", STR_ARG(text), sqlite3_errmsg(db));
        assert_string_equal(ours.ptr, written.ptr);
        arena_release(&a);
    }
    for (size_t i = 0; i < ARRAY_LEN(newer); i++) {
        struct arena a;

        arena_init(&a, (size_t)64 << 20);
        round_trip(&a, str_from(newer[i]));
        arena_release(&a);
    }
    sqlite3_close(db);
    print_message("%zu statements compared with SQLite, %zu newer ones\n", ARRAY_LEN(statements),
        ARRAY_LEN(newer));
    assert_true(ARRAY_LEN(statements) >= 150);
}

static void test_layout(void **state)
{
    static const struct {
        const char *text;
        const char *printed;
    } cases[] = {
        {"select a,b from t where a=1 group by a,b having b>1 order by a,b desc limit 1 offset 2",
            "SELECT\n    a,\n    b\nFROM t\nWHERE a = 1\nGROUP BY a, b\nHAVING b > 1\n"
            "ORDER BY a, b DESC\nLIMIT 1 OFFSET 2"},
        {"select distinct a from t x left join (select 1) as y on x.a=y.a, (u natural join v) z",
            "SELECT DISTINCT a\nFROM t AS x\nLEFT JOIN (\n    SELECT 1\n) AS y ON x.a = y.a,\n(\n"
            "    u\n    NATURAL JOIN v\n) AS z"},
        {"with recursive a(x) as (values(1),(2)), b as not materialized (select 1) select * from a "
         "union all select exists(select 1 from b where b.x in (select 2)) and 1",
            "WITH RECURSIVE a (x) AS (\n    VALUES\n        (1),\n        (2)\n),\n"
            "b AS NOT MATERIALIZED (\n    SELECT 1\n)\nSELECT *\nFROM a\nUNION ALL\n"
            "SELECT EXISTS (\n    SELECT 1\n    FROM b\n    WHERE b.x IN (\n        SELECT 2\n    "
            ")\n"
            ") AND 1"},
        {"select a,(select 1,2) from t window w as(order by a),x as(w rows 1 preceding)",
            "SELECT\n    a,\n    (\n        SELECT\n            1,\n            2\n    )\nFROM t\n"
            "WINDOW w AS (ORDER BY a), x AS (w ROWS 1 PRECEDING)"},
        {"replace into a.t as x(b,c) values(1,2) on conflict(b collate nocase desc)where c do "
         "update "
         "set b=1,(c,d)=(2,3) where d on conflict do nothing returning *,b as y",
            "INSERT OR REPLACE INTO a.t AS x (b, c)\nVALUES (1, 2)\n"
            "ON CONFLICT (b COLLATE nocase DESC) WHERE c DO UPDATE SET b = 1, (c, d) = (2, 3) "
            "WHERE d\n"
            "ON CONFLICT DO NOTHING\nRETURNING\n    *,\n    b AS y"},
        {"update or fail t indexed by i set a=1 from u join v where a=2 returning a order by b "
         "limit 1",
            "UPDATE OR FAIL t INDEXED BY i\nSET a = 1\nFROM u\nJOIN v\nWHERE a = 2\nRETURNING a\n"
            "ORDER BY b\nLIMIT 1"},
        {"with x as (select 1) delete from t not indexed where a limit 1,2",
            "WITH x AS (\n    SELECT 1\n)\nDELETE FROM t NOT INDEXED\nWHERE a\nLIMIT 2 OFFSET 1"},
        {"insert into t default values", "INSERT INTO t\nDEFAULT VALUES"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena a;

        arena_init(&a, (size_t)64 << 20);
        assert_string_equal(round_trip(&a, str_from(cases[i].text)).ptr, cases[i].printed);
        arena_release(&a);
    }
}

static void test_indent(void **state)
{
    struct reading r;
    struct dml *d;
    struct strbuf b;

    (void)state;
    reading_start(&r, STR("SELECT a, (SELECT 1) FROM t"));
    d = parse_all(&r);
    assert_non_null(d);
    strbuf_init(&b, &r.arena, 1 << 16);
    print_dml(&b, &sqlite_print, d, 1);
    assert_string_equal(
        b.ptr, "    SELECT\n        a,\n        (\n            SELECT 1\n        )\n    FROM t");
    strbuf_init(&b, &r.arena, 1 << 16);
    print_select(&b, &sqlite_print, d->select, 2);
    assert_int_equal(strncmp(b.ptr, "        SELECT\n            a", 28), 0);
    reading_end(&r);
}

/* Refused by us with this message at this place, and by SQLite too. */
static void test_errors(void **state)
{
    static const struct {
        const char *text;
        unsigned line, column;
        const char *message;
    } cases[] = {
        {"", 1, 1, "expected SELECT, INSERT, UPDATE or DELETE, found the end of the statement"},
        {"SELEC 1", 1, 1, "expected SELECT, INSERT, UPDATE or DELETE, found 'SELEC'"},
        {"SELECT", 1, 7, "expected an expression, found the end of the statement"},
        {"SELECT FROM t", 1, 8, "expected an expression, found 'FROM'"},
        {"SELECT a,\nFROM t", 2, 1, "expected an expression, found 'FROM'"},
        {"SELECT a FROM", 1, 14, "expected a table, found the end of the statement"},
        {"SELECT a FROM WHERE a", 1, 15, "expected a table, found 'WHERE'"},
        {"SELECT a FROM t,", 1, 17, "expected a table, found the end of the statement"},
        {"SELECT a b c", 1, 12, "expected the end of the statement, found 'c'"},
        {"SELECT a AS FROM t", 1, 13, "expected an alias, found 'FROM'"},
        {"SELECT a left FROM t", 1, 10, "expected the end of the statement, found 'left'"},
        {"SELECT a FROM t ON 1", 1, 17, "ON needs a JOIN before it"},
        {"SELECT a FROM t USING (a)", 1, 17, "USING needs a JOIN before it"},
        {"SELECT a FROM t JOIN", 1, 21, "expected a table, found the end of the statement"},
        {"SELECT a FROM t LEFT u", 1, 22, "expected JOIN, found 'u'"},
        {"SELECT a FROM t OUTER JOIN u", 1, 17, "there is no such kind of join"},
        {"SELECT a FROM t LEFT INNER JOIN u", 1, 17, "there is no such kind of join"},
        {"SELECT a FROM t JOIN u USING ()", 1, 31, "expected a column, found ')'"},
        {"SELECT a FROM (SELECT 1", 1, 24, "expected ')', found the end of the statement"},
        {"SELECT a FROM (t", 1, 17, "expected ')', found the end of the statement"},
        {"SELECT a WHERE", 1, 15, "expected an expression, found the end of the statement"},
        {"SELECT a GROUP a", 1, 10, "expected the end of the statement, found 'GROUP'"},
        {"SELECT a FROM t ORDER a", 1, 17, "expected the end of the statement, found 'ORDER'"},
        {"SELECT a FROM t LIMIT", 1, 22, "expected an expression, found the end of the statement"},
        {"SELECT 1 ORDER BY 1 UNION SELECT 2", 1, 21,
            "ORDER BY and LIMIT must stand behind the last SELECT of a compound"},
        {"SELECT 1 LIMIT 1 EXCEPT SELECT 2", 1, 18,
            "ORDER BY and LIMIT must stand behind the last SELECT of a compound"},
        {"SELECT 1 UNION", 1, 15, "expected SELECT or VALUES, found the end of the statement"},
        {"VALUES (1) ORDER BY 1", 1, 12, "expected the end of the statement, found 'ORDER'"},
        {"VALUES (1, 2), (3)", 1, 16, "all rows of VALUES must have as many terms as the first"},
        {"VALUES 1", 1, 8, "expected '(', found '1'"},
        {"VALUES ()", 1, 9, "expected an expression, found ')'"},
        {"WITH x SELECT 1", 1, 8, "expected AS, found 'SELECT'"},
        {"WITH x AS SELECT 1", 1, 11, "expected '(', found 'SELECT'"},
        {"WITH x AS (SELECT 1)", 1, 21,
            "expected SELECT, INSERT, UPDATE or DELETE, found the end of the statement"},
        {"SELECT 1 WINDOW w", 1, 17, "expected the end of the statement, found 'w'"},
        {"INSERT t VALUES (1)", 1, 8, "expected INTO, found 't'"},
        {"INSERT OR NOTHING INTO t VALUES (1)", 1, 11,
            "expected ROLLBACK, ABORT, FAIL, IGNORE or REPLACE, found 'NOTHING'"},
        {"INSERT INTO t", 1, 14,
            "expected VALUES, SELECT or DEFAULT VALUES, found the end of the statement"},
        {"INSERT INTO t SET a = 1", 1, 15,
            "expected VALUES, SELECT or DEFAULT VALUES, found 'SET'"},
        {"INSERT INTO t () VALUES (1)", 1, 16, "expected a column, found ')'"},
        {"INSERT INTO t x VALUES (1)", 1, 15,
            "expected VALUES, SELECT or DEFAULT VALUES, found 'x'"},
        {"INSERT INTO t SELECT * FROM u ON CONFLICT DO NOTHING", 1, 31,
            "ON behind a table begins the condition of a join"},
        {"INSERT INTO t VALUES (1) ON CONFLICT", 1, 37,
            "expected DO, found the end of the statement"},
        {"INSERT INTO t VALUES (1) ON CONFLICT DO a", 1, 41,
            "expected NOTHING or UPDATE, found 'a'"},
        {"INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING ON CONFLICT (a) DO NOTHING", 1, 49,
            "expected the end of the statement, found 'ON'"},
        {"UPDATE t", 1, 9, "expected SET, found the end of the statement"},
        {"UPDATE t SET", 1, 13, "expected a column, found the end of the statement"},
        {"UPDATE t SET a", 1, 15, "expected '=', found the end of the statement"},
        {"UPDATE t SET t.a = 1", 1, 15, "expected '=', found '.'"},
        {"UPDATE t SET a = 1,", 1, 20, "expected a column, found the end of the statement"},
        {"UPDATE t x SET a = 1", 1, 10, "expected SET, found 'x'"},
        {"DELETE t", 1, 8, "expected FROM, found 't'"},
        {"DELETE FROM t INDEXED t_b", 1, 15, "expected the end of the statement, found 'INDEXED'"},
        {"DELETE FROM t RETURNING", 1, 24,
            "expected an expression, found the end of the statement"},
        {"SELECT 'abc", 1, 8, "unterminated string"},
    };
    sqlite3 *db = sqlite_open();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct reading r;
        struct line_column at;
        sqlite3_stmt *stmt = NULL;

        reading_start(&r, str_from(cases[i].text));
        assert_null(parse_all(&r));
        assert_int_equal(r.diags.list.len, 1);
        assert_string_equal(r.diags.list.items[0].message.ptr, cases[i].message);
        at = loc_resolve(r.diags.list.items[0].loc);
        if (at.line != cases[i].line || at.column != cases[i].column)
            fail_msg("%s: at %u:%u", cases[i].text, at.line, at.column);
        if (sqlite3_prepare_v2(db, cases[i].text, -1, &stmt, NULL) == SQLITE_OK && stmt != NULL)
            fail_msg("%s: SQLite takes it", cases[i].text);
        reading_end(&r);
    }
    sqlite3_close(db);
}

static void test_hint(void **state)
{
    struct reading r;

    (void)state;
    reading_start(&r, STR("INSERT INTO t SELECT * FROM u ON CONFLICT (a) DO NOTHING"));
    assert_null(parse_all(&r));
    assert_string_equal(r.diags.list.items[0].hint.ptr, "write WHERE true before ON CONFLICT");
    reading_end(&r);
}

/* The body of a trigger, behind BEGIN. NULL message: it is right, with so many statements. */
static void test_bodies(void **state)
{
    static const struct {
        const char *text;
        size_t n;
        const char *message;
    } cases[] = {
        {"SELECT 1; END", 1, NULL},
        {"UPDATE t SET a = NEW.a WHERE b = OLD.b; DELETE FROM t; INSERT INTO t VALUES (1); "
         "REPLACE INTO t (a) SELECT CASE WHEN 1 THEN 2 END; WITH x AS (SELECT 1) SELECT * FROM x; "
         "END",
            5, NULL},
        {"INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING; END", 1, NULL},
        {"END", 0, "expected SELECT, INSERT, UPDATE or DELETE, found 'END'"},
        {"SELECT 1 END", 0, "expected ';', found the end of the statement"},
        {"SELECT 1; DROP TABLE t; END", 0,
            "expected SELECT, INSERT, UPDATE or DELETE, found 'DROP'"},
        {"INSERT INTO main.t VALUES (1); END", 0,
            "a statement of a trigger cannot name the schema of its table"},
        {"UPDATE t INDEXED BY i SET a = 1; END", 0,
            "a statement of a trigger cannot choose an index"},
        {"DELETE FROM t NOT INDEXED; END", 0, "a statement of a trigger cannot choose an index"},
        {"UPDATE t AS x SET a = 1; END", 0,
            "the table of a trigger's statement cannot have an alias"},
        {"INSERT INTO t DEFAULT VALUES; END", 0, "DEFAULT VALUES cannot stand in a trigger"},
        {"INSERT INTO t VALUES (1) RETURNING a; END", 0, "RETURNING cannot stand in a trigger"},
        {"DELETE FROM t LIMIT 1; END", 0, "a statement of a trigger cannot have ORDER BY or LIMIT"},
        {"WITH x AS (SELECT 1) DELETE FROM t; END", 0,
            "WITH cannot stand before a statement of a trigger"},
    };
    sqlite3 *db = sqlite_open();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct reading r;
        struct dml_list body = {0};
        char sql[512];
        bool ok, theirs;

        reading_start(&r, str_from(cases[i].text));
        ok = parse_dml_body(&r.cur, &body) && cursor_expect_kw(&r.cur, KW_END) &&
             cursor_expect_end(&r.cur);
        assert_int_equal(ok, cases[i].message == NULL);
        assert_int_equal(body.len, cases[i].n);
        if (!ok)
            assert_string_equal(r.diags.list.items[0].message.ptr, cases[i].message);
        snprintf(sql, sizeof(sql), "CREATE TRIGGER x AFTER UPDATE ON t BEGIN %s", cases[i].text);
        theirs = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
        if (ok != theirs)
            fail_msg("%s: SQLite says %s", sql, sqlite3_errmsg(db));
        sqlite3_exec(db, "DROP TRIGGER IF EXISTS x", NULL, NULL, NULL);
        reading_end(&r);
    }
    sqlite3_close(db);
}

static void test_result_places(void **state)
{
    struct reading r;
    struct dml *d;
    const struct select_core *core;

    (void)state;
    reading_start(&r, STR("SELECT (a)+ b AS x, (((c))), t.* FROM t"));
    d = parse_all(&r);
    assert_non_null(d);
    core = &d->select->cores[0];
    assert_int_equal(core->ncolumns, 3);
    assert_int_equal(core->columns[0].loc.off, 7);
    assert_int_equal(core->columns[0].loc.len, 6);
    assert_int_equal(core->columns[1].loc.off, 20);
    assert_int_equal(core->columns[1].loc.len, 7);
    assert_int_equal(core->columns[2].loc.len, 3);
    assert_int_equal(core->from.items[0].loc.off, 38);
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_layout),
        cmocka_unit_test(test_indent),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_hint),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_result_places),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "sql-test.h"
#include "sql/clone.h"

static const char schema[] =
    "CREATE TABLE t (a INTEGER PRIMARY KEY, b, c, d);"
    "CREATE UNIQUE INDEX t_b ON t (b); CREATE INDEX t_c ON t (c) WHERE c > 0;"
    "CREATE UNIQUE INDEX t_d ON t (d) WHERE d > 0;"
    "CREATE TABLE u (a, b, x, y); CREATE INDEX u_a ON u (a);"
    "CREATE TABLE \"order\" (\"select\", \"a b\", [x\"y], key, 'desc');"
    "CREATE VIEW v AS SELECT a, b FROM t;"
    "CREATE VIRTUAL TABLE ft USING fts5 (body);"
    "CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN SELECT 1; END;";

/* Each is read, printed, read and printed again; SQLite must compile both texts to the same
 * program. */
static const char *const statements[] = {
    "SELECT 1",
    "SELECT 1, 2 AS two, 3 three, 4 'four', 5 AS [fi ve]",
    "SELECT *, t.*, u.x FROM t, u",
    "SELECT DISTINCT a FROM t",
    "SELECT ALL a FROM t",
    "SELECT a FROM main.t AS x WHERE x.a = main.x.a OR 1",
    "SELECT a FROM t x",
    "SELECT a FROM t 'x y'",
    "SELECT * FROM t INDEXED BY t_b WHERE b = 1",
    "SELECT * FROM t AS x NOT INDEXED WHERE b = 1",
    "SELECT * FROM t JOIN u",
    "SELECT * FROM t JOIN u ON t.a = u.a",
    "SELECT * FROM t INNER JOIN u ON t.a = u.a JOIN v ON v.a = t.a",
    "SELECT * FROM t CROSS JOIN u",
    "SELECT * FROM t LEFT JOIN u USING (a)",
    "SELECT * FROM t LEFT OUTER JOIN u USING (a, b)",
    "SELECT * FROM t RIGHT JOIN u ON t.a = u.a",
    "SELECT * FROM t RIGHT OUTER JOIN u ON t.a = u.a",
    "SELECT * FROM t FULL JOIN u ON t.a = u.a",
    "SELECT * FROM t FULL OUTER JOIN u ON t.a = u.a",
    "SELECT * FROM t NATURAL JOIN u",
    "SELECT * FROM t NATURAL LEFT JOIN u",
    "SELECT * FROM t LEFT NATURAL OUTER JOIN u",
    "SELECT * FROM t OUTER LEFT JOIN u ON 1",
    "SELECT * FROM t LEFT RIGHT JOIN u ON 1",
    "SELECT * FROM t NATURAL CROSS JOIN u",
    "SELECT * FROM t NATURAL INNER JOIN u",
    "SELECT * FROM t, u ON t.a = u.a, v USING (a)",
    "SELECT * FROM (t)",
    "SELECT * FROM (t JOIN u ON t.a = u.a) JOIN v ON v.a = t.a",
    "SELECT * FROM t LEFT JOIN (u JOIN v ON u.a = v.a) ON t.a = u.a",
    "SELECT * FROM (t, (SELECT 1 AS n)) AS z",
    "SELECT * FROM ((SELECT 1 AS a) JOIN (t))",
    "SELECT * FROM (SELECT a FROM t)",
    "SELECT z.a FROM (SELECT a FROM t) AS z",
    "SELECT z.a FROM (SELECT a FROM (SELECT a, b FROM t WHERE b > 1)) z, u WHERE z.a = u.a",
    "SELECT * FROM (VALUES (1, 2), (3, 4))",
    "SELECT value FROM json_each('[1,2]')",
    "SELECT j.value FROM t, json_each(t.b, '$') AS j",
    "SELECT name FROM pragma_table_info('t') AS p",
    "SELECT * FROM pragma_function_list()",
    "SELECT * FROM ft('x')",
    "SELECT * FROM ft WHERE ft MATCH 'x' ORDER BY rank",
    "SELECT a FROM t WHERE a = 1 AND b > 2 OR c IS NULL",
    "SELECT count(*) FROM t GROUP BY a",
    "SELECT count(*), b FROM t WHERE c GROUP BY b, c HAVING count(*) > 1 AND b < 3",
    "SELECT count(*) FROM t HAVING count(*) > 1",
    "SELECT a FROM t ORDER BY a",
    "SELECT a AS z FROM t ORDER BY z DESC, b ASC, c COLLATE nocase, -d",
    "SELECT a FROM t ORDER BY b NULLS FIRST, c DESC NULLS LAST",
    "SELECT a FROM t ORDER BY 1 LIMIT 10",
    "SELECT a FROM t LIMIT 10 OFFSET 5",
    "SELECT a FROM t LIMIT 5, 10",
    "SELECT a FROM t LIMIT (SELECT 1) OFFSET 1 + 1",
    "SELECT a FROM t UNION SELECT a FROM u",
    "SELECT a FROM t UNION ALL SELECT a FROM u UNION ALL SELECT 1 ORDER BY 1 LIMIT 1",
    "SELECT a FROM t INTERSECT SELECT a FROM u EXCEPT SELECT 3",
    "SELECT a, b FROM t UNION VALUES (1, 2)",
    "VALUES (1)",
    "VALUES (1, 'a'), (2, 'b')",
    "VALUES (1) UNION SELECT 2 ORDER BY 1",
    "WITH x AS (SELECT 1 AS n) SELECT n FROM x",
    "WITH x (n, m) AS (SELECT 1, 2), y AS (SELECT n FROM x) SELECT * FROM x, y",
    "WITH RECURSIVE cnt (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM cnt LIMIT 5) SELECT x FROM "
    "cnt",
    "WITH cnt (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM cnt WHERE x < 5) SELECT x FROM cnt",
    "WITH x AS MATERIALIZED (SELECT a FROM t), y AS NOT MATERIALIZED (SELECT 1) SELECT * FROM x, y",
    "WITH x AS (WITH y AS (SELECT 1) SELECT * FROM y) SELECT * FROM x",
    "WITH x AS (VALUES (1)) VALUES (2)",
    "WITH \"recursive\" AS (SELECT 1) SELECT * FROM \"recursive\"",
    "SELECT (WITH x AS (SELECT 1) SELECT * FROM x)",
    "SELECT a, (SELECT max(x) FROM u WHERE u.a = t.a) FROM t",
    "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a) AND NOT EXISTS (SELECT 2)",
    "SELECT a FROM t WHERE a IN (SELECT a FROM u) AND b NOT IN (SELECT x FROM u WHERE y)",
    "SELECT a FROM t WHERE (a, b) IN v OR a IN (1, 2, 3) OR a NOT IN ()",
    "SELECT a FROM t WHERE (a, b) = (1, 2) OR (a, b) > (SELECT 1, 2)",
    "SELECT a FROM t WHERE (a, b) IN (SELECT a, b FROM u)",
    "SELECT a FROM t WHERE (a, b) IN (VALUES (1, 2), (3, 4))",
    "SELECT a FROM t WHERE (a, b) BETWEEN (1, 2) AND (3, 4)",
    "SELECT a FROM t WHERE (a, b, 1, 2, 3, 4, 5, 6) IN json_each('[1]') OR a IN (SELECT 1)",
    "SELECT a FROM t WHERE b LIKE 'x%' ESCAPE '\\' AND c NOT GLOB '[a-z]*'",
    "SELECT a FROM t WHERE b IS DISTINCT FROM c OR b IS NOT DISTINCT FROM d",
    "SELECT a FROM t WHERE b ISNULL OR c NOTNULL OR d NOT NULL OR a IS NOT NULL OR a IS b",
    "SELECT a FROM t WHERE a BETWEEN 1 AND 2 AND b NOT BETWEEN c AND d",
    "SELECT CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' ELSE 'z' END, CASE WHEN a THEN b END FROM t",
    "SELECT CAST(a AS TEXT), CAST(b AS VARCHAR(10)), CAST(c AS DECIMAL(5, 2)) FROM t",
    "SELECT b COLLATE nocase, b || c COLLATE rtrim, (b || c) COLLATE binary FROM t",
    "SELECT b -> '$.x', b ->> '$.y', b -> 'x' -> 'y' || 'z' FROM t",
    "SELECT -a, +b, ~c, - - d, -(-1), NOT a, NOT NOT b FROM t",
    "SELECT a & 1 | 2 << 3 >> 1, a % 2 * 3 / 4, a - (b - c), a - b - c FROM t",
    "SELECT 0x1F, 1e3, .5, 5., x'00ff', X'', 'it''s', NULL, TRUE, false",
    "SELECT 9223372036854775807, -9223372036854775808",
    "SELECT CURRENT_DATE, current_time, Current_Timestamp",
    "SELECT ?, ?3, :a, @b, $c",
    "SELECT count(*), count(DISTINCT a), sum(ALL b), group_concat(c, ','), abs(-1), random() FROM "
    "t",
    "SELECT replace('a', 'b', 'c'), like('a', 'b'), glob('a', 'b'), iif(1, 2, 3), coalesce(a, 1) "
    "FROM t",
    "SELECT \"abs\"(1), [max](a, 2), `min`(a) FROM t",
    "SELECT count(*) FILTER (WHERE a > 1), sum(a) FILTER (WHERE b) OVER () FROM t",
    "SELECT row_number() OVER (ORDER BY a), rank() OVER (PARTITION BY b ORDER BY c DESC) FROM t",
    "SELECT sum(a) OVER w, avg(a) OVER (w ROWS 1 PRECEDING) FROM t WINDOW w AS (ORDER BY b)",
    "SELECT sum(a) OVER w2 FROM t WINDOW w1 AS (PARTITION BY b), w2 AS (w1 ORDER BY c)",
    "SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM t",
    "SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) "
    "FROM t",
    "SELECT sum(a) OVER (ORDER BY b RANGE BETWEEN 1.5 PRECEDING AND UNBOUNDED FOLLOWING) FROM t",
    "SELECT sum(a) OVER (ORDER BY b GROUPS BETWEEN CURRENT ROW AND 2 FOLLOWING EXCLUDE GROUP) FROM "
    "t",
    "SELECT sum(a) OVER (ORDER BY b GROUPS 2 PRECEDING EXCLUDE TIES) FROM t",
    "SELECT sum(a) OVER (RANGE CURRENT ROW EXCLUDE NO OTHERS) FROM t",
    "SELECT max(a) over FROM t",
    "SELECT a window FROM t",
    "SELECT a filter FROM t filter",
    "SELECT \"select\", \"a b\", [x\"y], key, \"desc\" FROM \"order\"",
    "SELECT key FROM 'order' AS \"group\" WHERE \"group\".'key' > 1",
    "SELECT \"no such column\" FROM t",
    "SELECT t.rowid, oid, _rowid_ FROM t",
    "SELECT a FROM temp.sqlite_master, t",
    "SELECT a AS \"left\", b AS cross FROM t AS \"natural\"",
    "SELECT a FROM t WHERE a = NOT b",
    "SELECT a FROM t WHERE a BETWEEN b = c AND d",
    "SELECT ((a)), ((1 + 2)) * 3, (((SELECT 1))) FROM t",
    "SELECT likely(a), unlikely(b > 1) FROM t WHERE likelihood(c, 0.5)",
    "INSERT INTO t VALUES (1, 2, 3, 4)",
    "INSERT INTO t (a, b) VALUES (1, 2), (3, 4)",
    "INSERT INTO main.t AS x (b) SELECT a FROM u",
    "INSERT INTO t DEFAULT VALUES",
    "INSERT INTO t DEFAULT VALUES RETURNING *",
    "INSERT OR IGNORE INTO t (a) VALUES (1)",
    "INSERT OR REPLACE INTO t (a) VALUES (1)",
    "INSERT OR ROLLBACK INTO t (a) VALUES (1)",
    "INSERT OR ABORT INTO t (a) VALUES (1)",
    "INSERT OR FAIL INTO t (a) VALUES (1)",
    "REPLACE INTO t (a, b) VALUES (1, 2)",
    "INSERT INTO t (a, b) SELECT a, b FROM u WHERE a > 1 ORDER BY a LIMIT 3",
    "WITH x AS (SELECT 1 AS n) INSERT INTO t (a) SELECT n FROM x",
    "INSERT INTO t (a) WITH x AS (SELECT 1 AS n) SELECT n FROM x",
    "INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT DO NOTHING",
    "INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT (a) DO NOTHING",
    "INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT (b) DO UPDATE SET b = excluded.b",
    "INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT (b) DO UPDATE SET c = 1, (b, d) = (3, 4) WHERE "
    "c > 1",
    "INSERT INTO t (a, d) VALUES (1, 2) ON CONFLICT (d) WHERE d > 0 DO UPDATE SET d = 1 RETURNING "
    "a, b AS z",
    "INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT (a) DO NOTHING ON CONFLICT (b) DO UPDATE SET c "
    "= 1 "
    "ON CONFLICT DO NOTHING",
    "INSERT INTO t (a) SELECT a FROM u WHERE true ON CONFLICT (a) DO UPDATE SET b = t.b + 1",
    "INSERT INTO t (a) SELECT t.a FROM t JOIN u ON t.a = u.a ON CONFLICT DO NOTHING",
    "INSERT INTO v VALUES (1, 2)",
    "UPDATE t SET a = 1",
    "UPDATE t SET a == 1",
    "UPDATE t SET a = 1, b = b + 1 WHERE c = 2",
    "UPDATE t SET (a, b) = (1, 2), c = 3",
    "UPDATE t SET (a, b) = (SELECT a, b FROM u WHERE u.a = t.a)",
    "UPDATE OR IGNORE t SET a = 1",
    "UPDATE OR REPLACE main.t AS x SET a = x.b + 1 WHERE x.c",
    "UPDATE t INDEXED BY t_b SET a = 1 WHERE b = 1",
    "UPDATE t NOT INDEXED SET a = 1",
    "UPDATE t SET b = u.x FROM u WHERE u.a = t.a",
    "UPDATE t SET b = z.n FROM (SELECT 1 AS n) AS z JOIN u ON u.a = z.n WHERE t.a = u.a RETURNING "
    "*",
    "UPDATE t SET b = 1 WHERE a > 1 RETURNING a, b AS c, *",
    "UPDATE t SET b = 1 WHERE a > 1 ORDER BY a LIMIT 5",
    "UPDATE t SET b = 1 RETURNING a ORDER BY a DESC LIMIT 5 OFFSET 1",
    "WITH x AS (SELECT 1 AS n) UPDATE t SET b = (SELECT n FROM x)",
    "DELETE FROM t",
    "DELETE FROM main.t AS x WHERE x.a = 1",
    "DELETE FROM t INDEXED BY t_b WHERE b = 1",
    "DELETE FROM t NOT INDEXED WHERE b = 1",
    "DELETE FROM t WHERE a IN (SELECT a FROM u) RETURNING a",
    "DELETE FROM t WHERE a > 1 ORDER BY b LIMIT 2",
    "DELETE FROM t LIMIT 1, 2",
    "WITH x AS (SELECT 1 AS n) DELETE FROM t WHERE a IN x",
};

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

/* The program that SQLite makes of it. */
static struct flash_str program(struct arena *a, sqlite3 *db, struct flash_str sql)
{
    struct flash_str explain = arena_printf(a, "EXPLAIN %.*s", STR_ARG(sql));
    sqlite3_stmt *stmt;
    struct strbuf b;

    if (sqlite3_prepare_v2(db, explain.ptr, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%.*s: %s", STR_ARG(sql), sqlite3_errmsg(db));
    strbuf_init(&b, a, 1 << 20);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 1; i < 6; i++)
            strbuf_addf(&b, "%s ", (const char *)sqlite3_column_text(stmt, i));
        strbuf_addc(&b, '\n');
    }
    sqlite3_finalize(stmt);
    return strbuf_str(&b);
}

static sqlite3 *open_db(void)
{
    sqlite3 *db;
    char *why = NULL;

    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    if (sqlite3_exec(db, schema, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
    return db;
}

static void test_round_trip(void **state)
{
    sqlite3 *db = open_db();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
        struct flash_str text = str_from(statements[i]);
        struct flash_str printed;
        struct arena a;

        arena_init(&a, (size_t)64 << 20);
        printed = round_trip(&a, text);
        assert_string_equal(program(&a, db, printed).ptr, program(&a, db, text).ptr);
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
    sqlite3 *db = open_db();

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
    sqlite3 *db = open_db();

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

#ifndef TESTS_SQL_STATEMENTS_H
#define TESTS_SQL_STATEMENTS_H

/* Statements that SQLite takes, and what it makes of them. For tests that have cmocka included. */

#include <sqlite3.h>

#include "sql-test.h"

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

static inline sqlite3 *sqlite_open(void)
{
    sqlite3 *db;
    char *why = NULL;

    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    if (sqlite3_exec(db, schema, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
    return db;
}

/* The program that SQLite compiles it to. False, with its message in db, if it does not. */
static inline bool sqlite_program(
    struct arena *a, sqlite3 *db, struct flash_str sql, struct flash_str *out)
{
    struct flash_str explain = arena_printf(a, "EXPLAIN %.*s", STR_ARG(sql));
    sqlite3_stmt *stmt;
    struct strbuf b;

    if (sqlite3_prepare_v2(db, explain.ptr, -1, &stmt, NULL) != SQLITE_OK)
        return false;
    strbuf_init(&b, a, 1 << 22);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 1; i < 6; i++)
            strbuf_addf(&b, "%s ", (const char *)sqlite3_column_text(stmt, i));
        strbuf_addc(&b, '\n');
    }
    sqlite3_finalize(stmt);
    *out = strbuf_str(&b);
    return true;
}

#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "world.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

static const struct world_options park = {.data = DATA_PARK};

/* To another schema, rows changed there, and back. */
struct round {
    const char *name;
    const char *here, *rows;  /* where it starts */
    const char *there;        /* the other branch */
    const char *meanwhile;    /* what is done there; may be NULL */
    const char *back;         /* where it goes then; NULL = here */
    const char *probe, *says; /* back here */
    const char *parked;       /* what stays parked: "kind table column rows", a line each */
};

static const struct round rounds[] = {
    {.name = "a table",
        .here =
            "CREATE TABLE o (x); CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c AS (b || '!'))",
        .rows = "INSERT INTO t VALUES (1, 'x'), (7, NULL), (9, x'41ff')",
        .there = "CREATE TABLE o (x)",
        .probe = "SELECT * FROM t",
        .says = "1|x|x!\n7|NULL|NULL\n9|x'41ff'|A\xff!"},
    {.name = "a table with hidden rowids",
        .here = "CREATE TABLE t (a, _flash_rowid)",
        .rows = "INSERT INTO t (rowid, a) VALUES (5, 'x'), (50, 'x')",
        .there = "",
        .probe = "SELECT rowid, a FROM t",
        .says = "5|x\n50|x"},
    {.name = "a table without rowids",
        .here =
            "CREATE TABLE t (a TEXT COLLATE NOCASE, b INT, c, PRIMARY KEY (a, b)) WITHOUT ROWID",
        .rows = "INSERT INTO t VALUES ('x', 1, 1.5), ('Y', 2, NULL)",
        .there = "",
        .probe = "SELECT * FROM t",
        .says = "x|1|1.5\nY|2|NULL"},
    {.name = "an AUTOINCREMENT table",
        .here = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b)",
        .rows = "INSERT INTO t (b) VALUES (1), (2), (3); DELETE FROM t WHERE a = 3",
        .there = "",
        .probe = "SELECT (SELECT count(*) FROM t), seq FROM sqlite_sequence",
        .says = "2|3"},
    {.name = "an empty AUTOINCREMENT table",
        .here = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b)",
        .rows = "INSERT INTO t (b) VALUES (1), (2), (3); DELETE FROM t",
        .there = "",
        .probe = "SELECT (SELECT count(*) FROM t), seq FROM sqlite_sequence",
        .says = "0|3"},
    {.name = "an empty table leaves nothing",
        .here = "CREATE TABLE t (a)",
        .there = "",
        .probe = "SELECT count(*) FROM t",
        .says = "0"},
    {.name = "a column",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT DEFAULT 3)",
        .rows = "INSERT INTO t VALUES (1, 'x', NULL), (2, NULL, 2), (3, 'z', 3), (4, 'deleted', 4)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .meanwhile = "INSERT INTO t VALUES (10); DELETE FROM t WHERE id = 4",
        .probe = "SELECT * FROM t",
        .says = "1|x|NULL\n2|NULL|2\n3|z|3\n10|NULL|3",
        .parked = "kept t a 1\nkept t b 1"},
    {.name = "a column behind a composite text key",
        .here = "CREATE TABLE t (k TEXT, l INT, a TEXT, PRIMARY KEY (k, l))",
        .rows = "INSERT INTO t VALUES ('a', 1, 'a1'), ('a', 2, 'a2'), ('b', 1, 'b1')",
        .there = "CREATE TABLE t (k TEXT, l INT, PRIMARY KEY (k, l))",
        .meanwhile = "INSERT INTO t VALUES ('c', 1)",
        .probe = "SELECT * FROM t ORDER BY 1, 2",
        .says = "a|1|a1\na|2|a2\nb|1|b1\nc|1|NULL"},
    {.name = "a column behind a unique key",
        .here = "CREATE TABLE t (k TEXT NOT NULL UNIQUE, a TEXT)",
        .rows = "INSERT INTO t VALUES ('a', '1'), ('b', '2')",
        .there = "CREATE TABLE t (k TEXT NOT NULL UNIQUE)",
        .probe = "SELECT * FROM t",
        .says = "a|1\nb|2"},
    {.name = "a NOT NULL column without a default, no new rows",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL)",
        .rows = "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .meanwhile = "DELETE FROM t WHERE id = 1",
        .probe = "SELECT * FROM t",
        .says = "2|y",
        .parked = "kept t a 1"},
    {.name = "a column that was computed on the other branch",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT)",
        .rows = "INSERT INTO t VALUES (1, 2, 3)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT AS (a * 100))",
        .probe = "SELECT * FROM t",
        .says = "1|2|3"},
    {.name = "a returning value that clashes",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE)",
        .rows = "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
        .meanwhile = "UPDATE t SET a = 'y' WHERE id = 1; UPDATE t SET a = 'z' WHERE id = 2",
        .probe = "SELECT * FROM t",
        .says = "1|y\n2|z"},
    {.name = "a value that breaks a unique index",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'd'); CREATE UNIQUE INDEX "
                "i ON t (a, id > 100)",
        .rows = "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .meanwhile = "DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (101)",
        .probe = "SELECT * FROM t",
        .says = "1|x\n101|d",
        .parked = "kept t a 1"},
    {.name = "parents deleted meanwhile",
        .here = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, "
                "pid REFERENCES p (id)); "
                "CREATE TABLE g (id INTEGER PRIMARY KEY, cid INT REFERENCES c (id))",
        .rows = "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (10, 1), (20, 2); INSERT INTO "
                "g VALUES (100, 10), "
                "(200, 20), (300, NULL)",
        .there = "CREATE TABLE p (id INTEGER PRIMARY KEY)",
        .meanwhile = "DELETE FROM p WHERE id = 1",
        .probe = "SELECT (SELECT group_concat(id) FROM c), (SELECT group_concat(id) FROM g)",
        .says = "20|200,300",
        .parked = "table c  1\ntable g  1"},
    {.name = "a tree whose root lost its parent",
        .here = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, "
                "up REFERENCES t (id), p "
                "REFERENCES p (id))",
        .rows = "INSERT INTO p VALUES (1), (2); INSERT INTO t VALUES (1, NULL, 1), (2, 1, 2), (3, "
                "2, 2), (4, NULL, 2), (5, 4, NULL)",
        .there = "CREATE TABLE p (id INTEGER PRIMARY KEY)",
        .meanwhile = "DELETE FROM p WHERE id = 1",
        .probe = "SELECT id, up FROM t",
        .says = "4|NULL\n5|4",
        .parked = "table t  3"},
    {.name = "two tables that need each other",
        .here = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE a (id INTEGER PRIMARY KEY, "
                "b REFERENCES b (id), p "
                "REFERENCES p (id)); CREATE TABLE b (id INTEGER PRIMARY KEY, a REFERENCES a (id)); "
                "CREATE TABLE c (id INTEGER PRIMARY KEY, b REFERENCES b (id))",
        .rows = "PRAGMA foreign_keys = OFF; INSERT INTO p VALUES (1), (2); INSERT INTO a VALUES "
                "(1, 1, 1), (2, 2, 2); "
                "INSERT INTO b VALUES (1, 1), (2, 2); INSERT INTO c VALUES (1, 1), (2, 2); PRAGMA "
                "foreign_keys = ON",
        .there = "CREATE TABLE p (id INTEGER PRIMARY KEY)",
        .meanwhile = "DELETE FROM p WHERE id = 1",
        .probe = "SELECT (SELECT group_concat(id) FROM a), (SELECT group_concat(id) FROM b), "
                 "(SELECT group_concat(id) FROM c)",
        .says = "2|2|2",
        .parked = "table a  1\ntable b  1\ntable c  1"},
    {.name = "a foreign key column whose parent is gone",
        .here = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, "
                "pid REFERENCES p (id))",
        .rows = "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (10, 1), (20, 2)",
        .there = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY)",
        .meanwhile = "DELETE FROM p WHERE id = 1",
        .probe = "SELECT * FROM c",
        .says = "10|NULL\n20|2",
        .parked = "kept c pid 1"},
    {.name = "a narrowed type",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
        .rows = "INSERT INTO t VALUES (1, '007'), (2, '8'), (3, 'x'), (4, '1e3'), (5, NULL), (6, "
                "'009')",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)",
        .meanwhile = "UPDATE t SET a = 10 WHERE id = 6; INSERT INTO t VALUES (7, 70)",
        .probe = "SELECT id, a, typeof(a) FROM t",
        .says = "1|007|text\n2|8|text\n3|x|text\n4|1e3|text\n5|NULL|null\n6|10|text\n7|70|text"},
    {.name = "NULL that became the default",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT)",
        .rows = "INSERT INTO t VALUES (1, NULL), (2, 0), (3, NULL)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT NOT NULL DEFAULT 0)",
        .meanwhile = "UPDATE t SET a = 5 WHERE id = 3",
        .probe = "SELECT * FROM t",
        .says = "1|NULL\n2|0\n3|5"},
    {.name = "a key that is a column of another type there",
        .here = "CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT)",
        .rows = "INSERT INTO t VALUES ('01', 'x'), ('2', 'y'), ('q', 'z')",
        .there = "CREATE TABLE t (id INTEGER, a TEXT, PRIMARY KEY (id, a))",
        .probe = "SELECT * FROM t",
        .says = "01|x\n2|y\nq|z"},
    {.name = "triggers of the table do not fire",
        .here = "CREATE TABLE l (x); CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE TRIGGER g "
                "AFTER UPDATE ON t BEGIN "
                "INSERT INTO l VALUES (new.a); END; CREATE TRIGGER h AFTER INSERT ON t BEGIN "
                "INSERT INTO l VALUES (new.a); END",
        .rows = "INSERT INTO t VALUES (1, 2); DELETE FROM l",
        .there = "CREATE TABLE l (x); CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .probe = "SELECT a, (SELECT count(*) FROM l) FROM t",
        .says = "2|0"},
    {.name = "fts5 over a table that returns",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE VIRTUAL TABLE f USING "
                "fts5 (a, content='t', content_rowid='id')",
        .rows =
            "INSERT INTO t VALUES (1, 'hello'), (2, 'world'); INSERT INTO f (f) VALUES ('rebuild')",
        .there = "",
        .probe = "SELECT rowid FROM f WHERE f MATCH 'world'",
        .says = "2"},
    {.name = "fts5 with rows of its own",
        .here = "CREATE VIRTUAL TABLE f USING fts5 (title, \"body text\" UNINDEXED, prefix='2', "
                "tokenize='porter')",
        .rows = "INSERT INTO f (rowid, title, \"body text\") VALUES (3, 'hello worlds', 'x'), (9, "
                "'bye', NULL)",
        .there = "CREATE TABLE o (x)",
        .probe = "SELECT rowid, title, \"body text\", (SELECT count(*) FROM f WHERE f MATCH "
                 "'world') FROM f",
        .says = "3|hello worlds|x|1\n9|bye|NULL|1"},
    {.name = "fts4 with rows of its own",
        .here = "CREATE VIRTUAL TABLE f USING fts4 (title TEXT, body, tokenize=porter)",
        .rows = "INSERT INTO f (docid, title, body) VALUES (3, 'hello worlds', 'x')",
        .there = "",
        .probe = "SELECT docid, title, body FROM f WHERE f MATCH 'world'",
        .says = "3|hello worlds|x"},
    {.name = "rtree",
        .here = "CREATE VIRTUAL TABLE r USING rtree (id, x0, x1, +label)",
        .rows = "INSERT INTO r VALUES (1, 0.5, 1.5, 'a'), (7, -3, 4, NULL)",
        .there = "",
        .probe = "SELECT * FROM r ORDER BY id",
        .says = "1|0.5|1.5|a\n7|-3.0|4.0|NULL"},
    {.name = "AUTOINCREMENT goes and comes",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)",
        .rows = "INSERT INTO t (a) VALUES (1), (2), (3); DELETE FROM t WHERE id = 3",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, a)",
        .probe = "SELECT (SELECT count(*) FROM t), seq FROM sqlite_sequence",
        .says = "2|3"},
    {.name = "the AUTOINCREMENT counter does not go back",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)",
        .rows = "INSERT INTO t (a) VALUES (1), (2), (3); DELETE FROM t WHERE id = 3",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, a)",
        .meanwhile = "INSERT INTO t VALUES (50, 1)",
        .probe = "SELECT (SELECT count(*) FROM t), seq FROM sqlite_sequence",
        .says = "3|50"},
    {.name = "a unique column with a default, and new rows",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'd' UNIQUE)",
        .rows = "INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, NULL)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .meanwhile = "INSERT INTO t VALUES (4)",
        .probe = "SELECT * FROM t",
        .says = "1|x\n2|y\n3|NULL\n4|d"},
    {.name = "a column with a default under a unique index",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'd'); CREATE UNIQUE INDEX "
                "i ON t (a)",
        .rows = "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .meanwhile = "INSERT INTO t VALUES (4)",
        .probe = "SELECT * FROM t",
        .says = "1|x\n2|y\n4|d"},
    {.name = "a column that was computed there, under a unique index that stays",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'd'); CREATE UNIQUE INDEX "
                "i ON t (a)",
        .rows = "INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, NULL)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT AS (id || '!') STORED); CREATE "
                 "UNIQUE INDEX i ON t (a)",
        .probe = "SELECT * FROM t",
        .says = "1|x\n2|y\n3|NULL"},
    {.name = "a column under a unique index over an expression",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE UNIQUE INDEX i ON t "
                "(coalesce(a, ''))",
        .rows = "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .probe = "SELECT * FROM t",
        .says = "1|x\n2|y"},
    {.name = "a column that a unique index leaves rows out by",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, b, a TEXT); CREATE UNIQUE INDEX i ON t "
                "(b) WHERE a IS NULL",
        .rows = "INSERT INTO t VALUES (1, 0, 'x'), (2, 0, 'y')",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, b)",
        .probe = "SELECT * FROM t",
        .says = "1|0|x\n2|0|y"},
    {.name = "a column under a unique index over what is computed from it",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, g AS (ifnull(a, 'none')), h AS (g "
                "|| '.')); CREATE UNIQUE INDEX i ON t (h)",
        .rows = "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .probe = "SELECT * FROM t",
        .says = "1|x|x|x.\n2|y|y|y."},
    {.name = "a value that clashes with that of a new row under a unique index",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'd', b); CREATE UNIQUE "
                "INDEX i ON t (lower(a), 1 DESC) WHERE b IS NOT 7",
        .rows = "INSERT INTO t VALUES (1, 'D', 0), (2, 'y', 0), (3, 'd', 7)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, b)",
        .meanwhile = "INSERT INTO t VALUES (4, 0)",
        .probe = "SELECT id, a, b FROM t",
        .says = "1|NULL|0\n2|y|0\n3|d|7\n4|d|0",
        .parked = "kept t a 1"},
    {.name = "the same in a table without rowids",
        .here = "CREATE TABLE t (k TEXT, l TEXT COLLATE NOCASE, a TEXT NOT NULL DEFAULT 'd', "
                "PRIMARY KEY (k, l)) WITHOUT ROWID; CREATE UNIQUE INDEX i ON t (a, length(k))",
        .rows = "INSERT INTO t VALUES ('a', 'A', 'd'), ('a', 'B', 'y'), ('cc', 'C', 'd')",
        .there = "CREATE TABLE t (k TEXT, l TEXT COLLATE NOCASE, PRIMARY KEY (k, l)) WITHOUT ROWID",
        .meanwhile = "DELETE FROM t WHERE l = 'b'; INSERT INTO t VALUES ('bbb', 'x')",
        .probe = "SELECT * FROM t",
        .says = "a|A|d\nbbb|x|d\ncc|C|d",
        .parked = "kept t a 1"},
    {.name = "a column that one which cannot be NULL is computed from",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a, g NOT NULL AS (a + 1), h AS (g))",
        .rows = "INSERT INTO t VALUES (1, 5), (2, 6)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .probe = "SELECT * FROM t",
        .says = "1|5|6|6\n2|6|7|7"},
    {.name = "the same, computed there itself",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, g NOT NULL AS (a + 1))",
        .rows = "INSERT INTO t VALUES (1, 5, 7), (2, 6, 8)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, a AS (b), b)",
        .probe = "SELECT * FROM t",
        .says = "1|5|7|6\n2|6|8|7"},
    {.name = "a column that a unique one is computed from",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a, g AS (ifnull(a, 0)) UNIQUE)",
        .rows = "INSERT INTO t VALUES (1, 5), (2, NULL), (3, 6)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .probe = "SELECT * FROM t",
        .says = "1|5|5\n2|NULL|0\n3|6|6"},
    {.name = "a table that became strict",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b)",
        .rows = "INSERT INTO t VALUES (1, '07', '8'), (2, '9', 1.5)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT) STRICT",
        .meanwhile = "UPDATE t SET b = 'new' WHERE id = 2",
        .probe = "SELECT id, a, b, typeof(b) FROM t",
        .says = "1|07|8|text\n2|9|new|text"},
    {.name = "a composite foreign key and a default",
        .here = "CREATE TABLE p (a INT, b INT, PRIMARY KEY (a, b)); CREATE TABLE c (id INTEGER "
                "PRIMARY KEY, a INT, b INT "
                "DEFAULT 0, FOREIGN KEY (a, b) REFERENCES p)",
        .rows = "INSERT INTO p VALUES (1, 0), (1, 1), (1, 2); INSERT INTO c VALUES (10, 1, 1), "
                "(11, 1, 2), (12, NULL, 9)",
        .there = "CREATE TABLE p (a INT, b INT, PRIMARY KEY (a, b)); CREATE TABLE c (id INTEGER "
                 "PRIMARY KEY, a INT)",
        .meanwhile = "DELETE FROM p WHERE b = 2",
        .probe = "SELECT * FROM c",
        .says = "10|1|1\n11|1|0\n12|NULL|9",
        .parked = "kept c b 1"},
    {.name = "a column that got a default and another length meanwhile",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(10), b INT)",
        .rows = "INSERT INTO t VALUES (1, 'x', 7), (2, NULL, NULL)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .meanwhile = "INSERT INTO t VALUES (3)",
        .back = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'd' COLLATE "
                "NOCASE, b NUMERIC DEFAULT 0)",
        .probe = "SELECT * FROM t",
        .says = "1|x|7\n2|d|0\n3|d|0"},
    {.name = "a column that became the key of a unique constraint, and NOT NULL",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'e')",
        .rows = "INSERT INTO t VALUES (1, 'x'), (2, NULL), (3, 'z')",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .back = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'd' UNIQUE)",
        .probe = "SELECT * FROM t",
        .says = "1|x\n2|d\n3|z",
        .parked = "kept t a 1"},
    {.name = "a column of another type waits",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
        .rows = "INSERT INTO t VALUES (1, '007')",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        .back = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT)",
        .probe = "SELECT * FROM t",
        .says = "1|NULL",
        .parked = "column t a 1"},
    {.name = "values that a table which became strict does not take",
        .here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT NOT NULL)",
        .rows = "INSERT INTO t VALUES (1, 'x', 5), (2, x'00', 6)",
        .there = "CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT",
        .back = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT NOT NULL) STRICT",
        .probe = "SELECT * FROM t",
        .says = "1|x|5\n2|NULL|6",
        .parked = "kept t a 1"},
    {.name = "names that a statement of flash uses itself",
        .here = "CREATE TABLE p (o INTEGER PRIMARY KEY, n TEXT, t TEXT); CREATE TABLE o (p INTEGER "
                "PRIMARY KEY, q REFERENCES p (o)); "
                "CREATE TABLE t (n TEXT)",
        .rows = "INSERT INTO p VALUES (1, 'x', '07'); INSERT INTO o VALUES (1, 1); INSERT INTO t "
                "VALUES ('x')",
        .there = "CREATE TABLE p (o INTEGER PRIMARY KEY, t INT)",
        .probe = "SELECT * FROM p, o, t",
        .says = "1|x|07|1|1|x"},
    {.name = "names that need quotes",
        .here = "CREATE TABLE \"a'b\" (\"id \"\"x\" INTEGER PRIMARY KEY, \"select\" TEXT)",
        .rows = "INSERT INTO \"a'b\" VALUES (1, 'it''s')",
        .there = "CREATE TABLE \"a'b\" (\"id \"\"x\" INTEGER PRIMARY KEY)",
        .probe = "SELECT * FROM \"a'b\"",
        .says = "1|it's"},
};

static const char *const parked_query = "SELECT kind || ' ' || \"table\" || ' ' || \"column\" || ' "
                                        "' || rows FROM _flash_parked ORDER BY n";

static void run_round(const struct round *r)
{
    struct world w;

    world_open(&w);
    world_exec(&w, r->here);
    if (r->rows)
        world_exec(&w, r->rows);
    world_go(&w, r->there, &park);
    assert_false(w.plan.loses_data);
    if (r->meanwhile)
        world_exec(&w, r->meanwhile);
    world_go(&w, r->back ? r->back : r->here, &park);
    if (strcmp(world_query(&w, r->probe), r->says) != 0)
        fprintf(stderr, "%s:\n%s", r->name, world_steps(&w));
    assert_string_equal(world_query(&w, r->probe), r->says);
    if (strcmp(world_query(&w, parked_query),
            r->parked ? r->parked : "no such table: _flash_parked") != 0)
        fprintf(stderr, "%s:\n%s", r->name, world_steps(&w));
    assert_string_equal(
        world_query(&w, parked_query), r->parked ? r->parked : "no such table: _flash_parked");
    assert_string_equal(
        world_query(
            &w, "SELECT count(*) FROM sqlite_schema WHERE name LIKE '\\_flash\\_bad' ESCAPE '\\'"),
        "0");
    world_close(&w);
}

static void test_rounds(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rounds); i++)
        run_round(&rounds[i]);
    fprintf(stderr, "%zu rounds\n", ARRAY_LEN(rounds));
}

/* What is left over from one return is not mixed into the next. */
static void test_twice(void **state)
{
    struct world w;
    const char *here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)";
    const char *there = "CREATE TABLE t (id INTEGER PRIMARY KEY)";

    (void)state;
    world_open(&w);
    world_exec(&w, here);
    world_exec(&w, "INSERT INTO t VALUES (1, 'old'), (2, 'b')");
    world_go(&w, there, &park);
    world_exec(&w, "DELETE FROM t WHERE id = 1");
    world_go(&w, here, &park);
    world_exec(&w, "INSERT INTO t VALUES (1, 'new')");
    world_go(&w, there, &park);
    world_go(&w, here, &park);
    assert_string_equal(world_query(&w, "SELECT * FROM t"), "1|new\n2|b");
    assert_string_equal(world_query(&w, parked_query), "kept t a 1");
    world_close(&w);
}

/* Rows wait for what they were taken from, not for something of the same name. */
static void test_other_definition(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    world_exec(
        &w, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x')");
    world_go(&w, "", &park);
    world_go(&w, "CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT)", &park);
    assert_string_equal(world_query(&w, "SELECT count(*) FROM t"), "0");
    world_go(&w, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", &park);
    assert_string_equal(world_query(&w, parked_query), "table t  1");
    world_go(&w, "", &park);
    world_go(&w, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", &park);
    assert_string_equal(world_query(&w, "SELECT * FROM t"), "1|x");
    world_close(&w);
}

/* What was parked from the very same column goes before what only would fit. */
static void test_own_values_first(void **state)
{
    struct world w;
    const char *none = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
    const char *mine = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)";
    const char *other = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'd')";

    (void)state;
    world_open(&w);
    world_exec(&w, mine);
    world_exec(&w, "INSERT INTO t VALUES (1, 'mine'), (2, 'mine')");
    world_go(&w, none, &park);
    world_exec(&w,
        "INSERT INTO _flash_parked SELECT 7, kind, \"table\", \"column\", 'a TEXT DEFAULT ''d''', "
        "keys, columns, 'other', rows, seq, parked_at FROM _flash_parked");
    world_exec(&w, "CREATE TABLE _flash_parked_7 AS SELECT id, 'other' AS a FROM t");
    world_go(&w, mine, &park);
    assert_string_equal(world_query(&w, "SELECT * FROM t"), "1|mine\n2|mine");
    assert_string_equal(world_query(&w, parked_query), "column t a 2");
    world_go(&w, none, &park);
    world_go(&w, other, &park);
    assert_string_equal(world_query(&w, "SELECT * FROM t"), "1|other\n2|other");
    world_close(&w);
}

/* Where values that only would fit are refused, --fill does without them. */
static void test_fill_before_like_values(void **state)
{
    struct world w;
    struct world_options fill = {.data = DATA_PARK, .fills = "t.a='new'"};
    struct flash_error err = {0};
    const char *strict = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL CHECK (length(a) "
                         "< 4))";

    (void)state;
    world_open(&w);
    world_exec(&w, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)");
    world_exec(&w, "INSERT INTO t VALUES (1, 'long'), (2, 'b')");
    world_go(&w, "CREATE TABLE t (id INTEGER PRIMARY KEY)", &park);
    struct schema *from = world_read(&w), *to = world_parse(&w, strict);
    assert_int_equal(world_plan(&w, from, to, &park, &err), 0);
    assert_non_null(world_run(&w));
    world_go(&w, strict, &fill);
    assert_string_equal(world_query(&w, "SELECT * FROM t"), "1|new\n2|new");
    assert_string_equal(world_query(&w, parked_query), "column t a 2");
    world_close(&w);
}

static void test_needs_fill(void **state)
{
    struct world w;
    const char *here = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT NOT NULL)";
    struct fill_need_list needs = {0};
    struct flash_error err = {0};
    struct world_options fill = {.data = DATA_PARK, .fills = "t.a='filled'"};

    (void)state;
    world_open(&w);
    world_exec(&w, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT)");
    world_exec(&w, "INSERT INTO t VALUES (1, 'x', 1), (2, 'y', 2)");
    world_go(&w, "CREATE TABLE t (id INTEGER PRIMARY KEY, b INT)", &park);
    world_exec(&w, "INSERT INTO t VALUES (3, 5), (4, NULL)");
    struct schema *from = world_read(&w), *to = world_parse(&w, here);
    struct park_list parked;
    world_parked(&w, &parked);
    assert_int_equal(world_plan(&w, from, to, &park, &err), 0);
    struct plan_options opt = {.ddl = {.data = DATA_PARK, .parked = &parked}};
    plan_needs_fill(&w.plan, &opt, &w.arena, w.scratch, &needs);
    assert_int_equal(needs.len, 2);
    assert_true(str_eq(needs.items[0].column->name.spelling, STR("a")));
    assert_string_equal(world_query(&w, needs.items[0].count_sql.ptr), "2");
    assert_string_equal(world_query(&w, needs.items[1].count_sql.ptr), "1");
    world_exec(&w, "UPDATE t SET b = 0 WHERE b IS NULL");
    world_go(&w, here, &fill);
    assert_string_equal(world_query(&w, "SELECT * FROM t"), "1|x|1\n2|y|2\n3|filled|5\n4|filled|0");
    world_close(&w);
}

static void test_no_key_loses(void **state)
{
    struct world w;
    struct flash_error err = {0};

    (void)state;
    world_open(&w);
    struct schema *from = world_parse(&w, "CREATE TABLE t (a, b)");
    assert_int_equal(world_plan(&w, from, world_parse(&w, "CREATE TABLE t (a)"), &park, &err), 0);
    assert_true(w.plan.loses_data);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rounds),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_other_definition),
        cmocka_unit_test(test_own_values_first),
        cmocka_unit_test(test_fill_before_like_values),
        cmocka_unit_test(test_needs_fill),
        cmocka_unit_test(test_no_key_loses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cases.h"

#include "base/str.h"

static const struct plan_case cases[] = {
    {.name = "type",
        .from = "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)",
        .rows = "INSERT INTO t VALUES (1, '07'), (2, 'x'), (5, NULL)",
        .to = "CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER)",
        .steps = "CREATE TABLE _flash_new_t (\n    a INTEGER PRIMARY KEY,\n    b INTEGER\n);\n"
                 "INSERT INTO _flash_new_t (a, b) SELECT a, b FROM t;\nDROP TABLE t;\n"
                 "PRAGMA legacy_alter_table = ON;\nALTER TABLE _flash_new_t RENAME TO t;\n"
                 "PRAGMA legacy_alter_table = OFF;\n",
        .probe = "SELECT a, b, typeof(b) FROM t",
        .says = "1|7|integer\n2|x|text\n5|NULL|null"},
    {.name = "rowids stay",
        .from = "CREATE TABLE t (a INT)",
        .rows = "INSERT INTO t (rowid, a) VALUES (7, 1), (100, 2)",
        .to = "CREATE TABLE t (a TEXT)",
        .probe = "SELECT rowid, a FROM t",
        .says = "7|1\n100|2"},
    {.name = "rowids stay although a column is named rowid",
        .from = "CREATE TABLE t (rowid INT, a INT)",
        .rows = "INSERT INTO t (oid, rowid, a) VALUES (7, 1, 1), (100, 2, 2)",
        .to = "CREATE TABLE t (rowid TEXT, oid TEXT, a INT)",
        .probe = "SELECT _rowid_, rowid, a FROM t",
        .says = "7|1|1\n100|2|2"},
    {.name = "no name for the rowid",
        .from = "CREATE TABLE t (rowid INT, oid INT, _rowid_ INT)",
        .rows = "INSERT INTO t VALUES (1, 2, 3)",
        .to = "CREATE TABLE t (rowid INT, oid INT, _rowid_ TEXT)",
        .probe = "SELECT * FROM t",
        .says = "1|2|3"},
    {.name = "without rowid and back",
        .from = "CREATE TABLE t (a TEXT PRIMARY KEY, b)",
        .rows = "INSERT INTO t VALUES ('x', 1), ('y', 2)",
        .to = "CREATE TABLE t (a TEXT PRIMARY KEY, b) WITHOUT ROWID",
        .probe = "SELECT * FROM t",
        .says = "x|1\ny|2"},
    {.name = "with rowid again",
        .from = "CREATE TABLE t (a TEXT PRIMARY KEY, b) WITHOUT ROWID",
        .rows = "INSERT INTO t VALUES ('x', 1), ('y', 2)",
        .to = "CREATE TABLE t (a TEXT PRIMARY KEY, b)",
        .probe = "SELECT rowid, * FROM t",
        .says = "1|x|1\n2|y|2"},
    {.name = "numbers in the order of the old key, not of an index",
        .from = "CREATE TABLE t (a TEXT, b, c COLLATE NOCASE, PRIMARY KEY (c DESC, a COLLATE "
                "RTRIM)) WITHOUT ROWID; CREATE INDEX i ON t (b)",
        .rows = "INSERT INTO t VALUES ('x', 1, 'k'), ('y', 2, 'L'), ('a', 3, 'L')",
        .to = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b, c COLLATE NOCASE); CREATE INDEX "
              "i ON t (b)",
        .probe = "SELECT * FROM t",
        .says = "1|a|3|L\n2|y|2|L\n3|x|1|k"},
    {.name = "numbers for keys that were NULL, in the old order",
        .from = "CREATE TABLE t (a INT, b); CREATE INDEX i ON t (b, a)",
        .rows = "INSERT INTO t VALUES (7, 9), (NULL, 8), (NULL, 1)",
        .to = "CREATE TABLE t (a INTEGER PRIMARY KEY, b); CREATE INDEX i ON t (b, a)",
        .probe = "SELECT a, b FROM t ORDER BY a",
        .says = "7|9\n8|8\n9|1"},
    {.name = "strict",
        .from = "CREATE TABLE t (a INT, b ANY)",
        .rows = "INSERT INTO t VALUES (1, '2')",
        .to = "CREATE TABLE t (a INT, b ANY) STRICT",
        .probe = "SELECT a, typeof(b) FROM t",
        .says = "1|integer"},
    {.name = "the counter of AUTOINCREMENT",
        .from = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b INT)",
        .rows = "INSERT INTO t (b) VALUES (1), (2), (3); DELETE FROM t WHERE a > 1",
        .to = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT)",
        .probe = "SELECT name, seq FROM sqlite_sequence",
        .says = "t|3"},
    {.name = "the counter of an empty table",
        .from = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b INT)",
        .rows = "INSERT INTO t (b) VALUES (1), (2), (3); DELETE FROM t",
        .to = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT)",
        .probe = "SELECT name, seq FROM sqlite_sequence",
        .says = "t|3"},
    {.name = "no counter yet",
        .from = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b INT)",
        .to = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT)",
        .probe = "SELECT count(*) FROM sqlite_sequence",
        .says = "0"},
    {.name = "AUTOINCREMENT comes",
        .from = "CREATE TABLE t (a INTEGER PRIMARY KEY, b INT)",
        .rows = "INSERT INTO t VALUES (9, 1)",
        .to = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b INT)",
        .probe = "SELECT name, seq FROM sqlite_sequence",
        .says = "t|9"},
    {.name = "AUTOINCREMENT goes",
        .from = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b INT)",
        .rows = "INSERT INTO t VALUES (9, 1)",
        .to = "CREATE TABLE t (a INTEGER PRIMARY KEY, b INT)",
        .probe = "SELECT count(*) FROM sqlite_sequence",
        .says = "0"},
    {.name = "children keep their rows, and every foreign key its table",
        .from = "CREATE TABLE p (id INTEGER PRIMARY KEY, up INT REFERENCES p (id), x INT); "
                "CREATE TABLE c (id INTEGER PRIMARY KEY, pid REFERENCES p (id) ON DELETE CASCADE)",
        .rows = "INSERT INTO p VALUES (1, NULL, 1), (2, 1, 2); INSERT INTO c VALUES (1, 1), (2, 2)",
        .to = "CREATE TABLE p (id INTEGER PRIMARY KEY, up INT REFERENCES p (id), x TEXT); "
              "CREATE TABLE c (id INTEGER PRIMARY KEY, pid REFERENCES p (id) ON DELETE CASCADE)",
        .probe =
            "SELECT count(*), (SELECT group_concat(\"table\") FROM pragma_foreign_key_list('c')), "
            "(SELECT group_concat(\"table\") FROM pragma_foreign_key_list('p')) FROM c",
        .says = "2|p|p"},
    {.name = "indexes and triggers are put back, views stay",
        .from =
            "CREATE TABLE t (a INTEGER PRIMARY KEY, b INT); CREATE TABLE l (x); CREATE INDEX i ON "
            "t (b); "
            "CREATE VIEW v AS SELECT b FROM t; CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT "
            "INTO l "
            "VALUES (new.b); END; CREATE TRIGGER h AFTER DELETE ON l BEGIN UPDATE t SET b = 0; END",
        .rows = "INSERT INTO t VALUES (1, 1)",
        .to =
            "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT); CREATE TABLE l (x); CREATE INDEX i ON "
            "t (b); "
            "CREATE VIEW v AS SELECT b FROM t; CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT "
            "INTO l "
            "VALUES (new.b); END; CREATE TRIGGER h AFTER DELETE ON l BEGIN UPDATE t SET b = 0; END",
        .probe = "SELECT (SELECT count(*) FROM l), (SELECT b FROM v)",
        .says = "1|1"},
    {.name = "a broken view is in nobody's way",
        .from = "CREATE TABLE t (a INTEGER PRIMARY KEY, b INT)",
        .rows = "CREATE VIEW broken AS SELECT x FROM nowhere; INSERT INTO t VALUES (1, 1)",
        .to = "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT); CREATE VIEW broken AS SELECT x FROM "
              "nowhere",
        .probe = "SELECT * FROM t",
        .says = "1|1"},
    {.name = "NOT NULL with a default",
        .from = "CREATE TABLE t (a, b INT)",
        .rows = "INSERT INTO t VALUES (1, NULL), (2, 5)",
        .to = "CREATE TABLE t (a, b INT NOT NULL DEFAULT 7)",
        .probe = "SELECT * FROM t",
        .says = "1|7\n2|5"},
    {.name = "NOT NULL with --fill",
        .from = "CREATE TABLE t (a, b INT)",
        .rows = "INSERT INTO t VALUES (1, NULL), (2, 5)",
        .to = "CREATE TABLE t (a, b INT NOT NULL)",
        .options = {.fills = "t.b=a + 10"},
        .probe = "SELECT * FROM t",
        .says = "1|11\n2|5"},
    {.name = "a new NOT NULL column with --fill",
        .from = "CREATE TABLE t (a)",
        .rows = "INSERT INTO t VALUES (1), (2)",
        .to = "CREATE TABLE t (a, b INT NOT NULL)",
        .options = {.fills = "t.b=a + 10"},
        .probe = "SELECT * FROM t",
        .says = "1|11\n2|12"},
    {.name = "a new NOT NULL column in an empty table",
        .from = "CREATE TABLE t (a)",
        .to = "CREATE TABLE t (a, b INT NOT NULL)",
        .probe = "SELECT count(*) FROM t",
        .says = "0"},
    {.name = "new columns that ALTER TABLE refuses",
        .from = "CREATE TABLE t (a)",
        .rows = "INSERT INTO t VALUES (1)",
        .to = "CREATE TABLE t (a, b DEFAULT (1 + 1), c UNIQUE, d AS (a + 1) STORED)",
        .probe = "SELECT * FROM t",
        .says = "1|2|NULL|2"},
    {.name = "a default that is a time",
        .from = "CREATE TABLE t (a)",
        .rows = "INSERT INTO t VALUES (1)",
        .to = "CREATE TABLE t (a, b TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)",
        .probe = "SELECT b IS NOT NULL FROM t",
        .says = "1"},
    {.name = "a new INTEGER PRIMARY KEY is the rowid",
        .from = "CREATE TABLE t (a)",
        .rows = "INSERT INTO t (rowid, a) VALUES (4, 'x'), (8, 'y')",
        .to = "CREATE TABLE t (id INTEGER PRIMARY KEY, a)",
        .probe = "SELECT * FROM t",
        .says = "4|x\n8|y"},
    {.name = "generated columns are computed, not copied",
        .from = "CREATE TABLE t (a INT, v AS (a * 2), s AS (a * 3) STORED, x INT)",
        .rows = "INSERT INTO t (a, x) VALUES (1, 2)",
        .to = "CREATE TABLE t (a INT, v AS (a * 2), s AS (a * 4) STORED, x TEXT)",
        .probe = "SELECT * FROM t",
        .says = "1|2|4|2"},
    {.name = "a generated column becomes a plain one and keeps its values",
        .from = "CREATE TABLE t (a INT, v AS (a * 2))",
        .rows = "INSERT INTO t (a) VALUES (1)",
        .to = "CREATE TABLE t (a INT, v)",
        .probe = "SELECT * FROM t",
        .says = "1|2"},
    {.name = "a plain column becomes a generated one",
        .from = "CREATE TABLE t (a INT, v)",
        .rows = "INSERT INTO t VALUES (1, 50)",
        .to = "CREATE TABLE t (a INT, v AS (a * 2))",
        .probe = "SELECT * FROM t",
        .says = "1|2"},
    {.name = "everything at once, one copy",
        .from = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT, c, UNIQUE (b))",
        .rows = "INSERT INTO t VALUES (1, 2, 'x', 'gone'), (2, 3, 'y', 'gone')",
        .to = "CREATE TABLE u (id INTEGER PRIMARY KEY, n TEXT NOT NULL, d INT DEFAULT 5, b TEXT, "
              "CHECK (n <> ''))",
        .options = {.renames = "t>u, u.a>n"},
        .steps = "ALTER TABLE t RENAME TO u;\nALTER TABLE u RENAME COLUMN a TO n;\n"
                 "CREATE TABLE _flash_new_u (\n    id INTEGER PRIMARY KEY,\n    n TEXT NOT NULL,\n"
                 "    d INT DEFAULT 5,\n    b TEXT,\n    CHECK (n <> '')\n);\n"
                 "INSERT INTO _flash_new_u (id, n, b) SELECT id, n, b FROM u;\nDROP TABLE u;\n"
                 "PRAGMA legacy_alter_table = ON;\nALTER TABLE _flash_new_u RENAME TO u;\n"
                 "PRAGMA legacy_alter_table = OFF;\n",
        .probe = "SELECT * FROM u",
        .says = "1|2|5|x\n2|3|5|y"},
    {.name = "a conflict clause does not lose rows",
        .from = "CREATE TABLE t (a INT, b)",
        .rows = "INSERT INTO t VALUES (1, 1), (2, 2)",
        .to = "CREATE TABLE t (a INT UNIQUE ON CONFLICT REPLACE, b)",
        .probe = "SELECT count(*) FROM t",
        .says = "2"},
    {.name = "the only column goes",
        .from = "CREATE TABLE t (a)",
        .rows = "INSERT INTO t VALUES (1), (2)",
        .to = "CREATE TABLE t (b DEFAULT 3)",
        .probe = "SELECT rowid, * FROM t",
        .says = "1|3\n2|3"},
    {.name = "checks that say their table",
        .from = "CREATE TABLE t (a INT, CHECK (t.a > 0))",
        .rows = "INSERT INTO t VALUES (1)",
        .to = "CREATE TABLE t (a TEXT, CHECK (t.a > 0))",
        .probe = "SELECT * FROM t",
        .says = "1"},
    {.name = "an index moves between tables that are rebuilt",
        .from = "CREATE TABLE a (x INT); CREATE TABLE b (x INT); CREATE INDEX i ON b (x)",
        .rows = "INSERT INTO a VALUES (1); INSERT INTO b VALUES (2)",
        .to = "CREATE TABLE a (x TEXT); CREATE TABLE b (x TEXT); CREATE INDEX i ON a (x)",
        .probe = "SELECT a.x, b.x FROM a, b",
        .says = "1|2"},
    {.name = "constraint names",
        .from = "CREATE TABLE t (a CONSTRAINT c1 CHECK (a > 0))",
        .rows = "INSERT INTO t VALUES (1)",
        .to = "CREATE TABLE t (a CONSTRAINT c2 CHECK (a > 0))",
        .probe = "SELECT * FROM t",
        .says = "1"},
    {.name = "names that need quotes",
        .from = "CREATE TABLE \"a b\" (\"select\" INT, \"x\"\"y\" INT)",
        .rows = "INSERT INTO \"a b\" VALUES (1, 2)",
        .to = "CREATE TABLE \"a b\" (\"select\" TEXT, \"x\"\"y\" INT)",
        .probe = "SELECT * FROM \"a b\"",
        .says = "1|2"},
};

static void test_rebuilds(void **state)
{
    (void)state;
    run_cases(cases, ARRAY_LEN(cases));
}

static void test_duplicates_are_not_lost(void **state)
{
    struct world w;
    struct flash_error err = {0};

    (void)state;
    world_open(&w);
    world_exec(&w, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (1)");
    struct schema *to = world_parse(&w, "CREATE TABLE t (a UNIQUE ON CONFLICT IGNORE)");
    assert_int_equal(world_plan(&w, world_read(&w), to, NULL, &err), 0);
    assert_non_null(world_run(&w));
    assert_string_equal(world_query(&w, "SELECT count(*) FROM t"), "2");
    world_close(&w);
}

static void test_strict_order(void **state)
{
    struct world w;
    struct world_options o = {.strict_columns = true};
    struct flash_error err = {0};

    (void)state;
    world_open(&w);
    world_exec(&w, "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)");
    assert_int_equal(
        world_plan(&w, world_read(&w), world_parse(&w, "CREATE TABLE t (b, a)"), NULL, &err), 0);
    assert_true(w.plan.empty);
    world_go(&w, "CREATE TABLE t (b, a)", &o);
    assert_string_equal(world_query(&w, "SELECT * FROM t"), "2|1");
    world_go(&w, "CREATE TABLE t (b, c, a)", &o);
    assert_string_equal(world_query(&w, "SELECT * FROM t"), "2|NULL|1");
    world_close(&w);
}

#define WITH_TRIGGERS(type)                                                                        \
    "CREATE TABLE t (a " type "); CREATE TABLE l (x);"                                             \
    "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO l VALUES (new.a); END;"                  \
    "CREATE TRIGGER h AFTER INSERT ON l BEGIN UPDATE t SET a = 'h'; END"

static void test_triggers_fire_afterwards(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    world_exec(&w, WITH_TRIGGERS("INT"));
    world_go(&w, WITH_TRIGGERS("TEXT"), NULL);
    world_exec(&w, "INSERT INTO t VALUES ('n')");
    assert_string_equal(world_query(&w, "SELECT a, x FROM t, l"), "h|n");
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rebuilds),
        cmocka_unit_test(test_duplicates_are_not_lost),
        cmocka_unit_test(test_strict_order),
        cmocka_unit_test(test_triggers_fire_afterwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cases.h"

#include "base/str.h"

/* Views and triggers around ALTER TABLE, virtual tables, statements kept word for word. */
static const struct plan_case cases[] = {
    {.name = "broken view and trigger beside a rename",
        .from = "CREATE TABLE t (a); CREATE TABLE o (x)",
        .rows = "CREATE VIEW broken AS SELECT x FROM nowhere; CREATE TRIGGER bad AFTER INSERT ON o "
                "BEGIN "
                "DELETE FROM nowhere; END",
        .to =
            "CREATE TABLE t (b); CREATE TABLE o (x); CREATE VIEW broken AS SELECT x FROM nowhere; "
            "CREATE TRIGGER bad AFTER INSERT ON o BEGIN DELETE FROM nowhere; END",
        .options = {.renames = "t.a>b"}},
    {.name = "broken column in a view of a view",
        .from = "CREATE TABLE t (a, b); CREATE TABLE o (x)",
        .rows = "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT gone FROM v",
        .to = "CREATE TABLE t (a); CREATE TABLE o (x); CREATE VIEW v AS SELECT a FROM t; "
              "CREATE VIEW w AS SELECT gone FROM v"},
    {.name = "a view over a dropped table stays, broken",
        .from = "CREATE TABLE t (a, b); CREATE TABLE o (x); CREATE VIEW v AS SELECT x FROM o",
        .to = "CREATE TABLE t (a); CREATE VIEW v AS SELECT x FROM o"},
    {.name = "a rename through a view that goes",
        .from = "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a "
                "FROM v",
        .to = "CREATE TABLE t (b); CREATE VIEW w AS SELECT 1 AS a",
        .options = {.renames = "t.a>b"}},
    {.name = "a rename under a view that changes below one that does not",
        .from = "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a "
                "FROM v; "
                "CREATE TRIGGER g INSTEAD OF DELETE ON w BEGIN DELETE FROM t; END",
        .rows = "INSERT INTO t VALUES (1)",
        .to = "CREATE TABLE t (b); CREATE VIEW v AS SELECT b AS a FROM t; CREATE VIEW w AS SELECT "
              "a FROM v; "
              "CREATE TRIGGER g INSTEAD OF DELETE ON w BEGIN DELETE FROM t; END",
        .options = {.renames = "t.a>b"},
        .probe = "SELECT a FROM w",
        .says = "1"},
    {.name = "triggers of another table that speak of a dropped column",
        .from = "CREATE TABLE t (a, b); CREATE TABLE o (x); CREATE TRIGGER g AFTER INSERT ON o "
                "BEGIN UPDATE t "
                "SET b = new.x; END",
        .to = "CREATE TABLE t (a); CREATE TABLE o (x); CREATE TRIGGER g AFTER INSERT ON o BEGIN "
              "UPDATE t "
              "SET a = new.x; END"},
    {.name = "an unqualified column that another table gives now",
        .from = "CREATE TABLE t (id, x); CREATE TABLE o (id); CREATE VIEW v AS SELECT x FROM t, o",
        .to = "CREATE TABLE t (id); CREATE TABLE o (id, x); CREATE VIEW v AS SELECT x FROM t, o"},
    {.name = "trigger moves to another table",
        .from = "CREATE TABLE a (x); CREATE TABLE b (x); CREATE TRIGGER g AFTER INSERT ON a BEGIN "
                "SELECT 1; END",
        .to = "CREATE TABLE a (x); CREATE TABLE b (x); CREATE TRIGGER g AFTER INSERT ON b BEGIN "
              "SELECT 1; END"},
    {.name = "fts5 over its own content is dropped",
        .from = "CREATE VIRTUAL TABLE f USING fts5 (a, b)",
        .rows = "INSERT INTO f VALUES ('x', 'y')",
        .to = "CREATE TABLE t (a)"},
    {.name = "fts5 is created over rows",
        .from = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
        .rows = "INSERT INTO t VALUES (1, 'hello'), (2, 'world')",
        .to = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); "
              "CREATE VIRTUAL TABLE f USING fts5 (a, content='t', content_rowid='id')",
        .probe = "SELECT rowid FROM f WHERE f MATCH 'world'",
        .says = "2"},
    {.name = "fts5 with other options",
        .from = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); "
                "CREATE VIRTUAL TABLE f USING fts5 (a, content='t', content_rowid='id')",
        .rows = "INSERT INTO t VALUES (1, 'hello'), (2, 'world')",
        .to = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); "
              "CREATE VIRTUAL TABLE f USING fts5 (a, content='t', content_rowid='id', prefix='2')",
        .probe = "SELECT rowid FROM f WHERE f MATCH 'wo*'",
        .says = "2"},
    {.name = "fts5 over a table that is rebuilt",
        .from = "CREATE TABLE t (id INTEGER PRIMARY KEY, a); "
                "CREATE VIRTUAL TABLE f USING fts5 (a, content=t, content_rowid=id)",
        .rows = "INSERT INTO t VALUES (1, 'hello'), (2, 'world')",
        .to = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); "
              "CREATE VIRTUAL TABLE f USING fts5 (a, content=t, content_rowid=id)",
        .probe = "SELECT rowid FROM f WHERE f MATCH 'hello'",
        .says = "1"},
    {.name = "rename of a virtual table",
        .from = "CREATE VIRTUAL TABLE f USING fts5 (a)",
        .rows = "INSERT INTO f VALUES ('x')",
        .to = "CREATE VIRTUAL TABLE g USING fts5 (a)",
        .options = {.renames = "f>g"},
        .steps = "ALTER TABLE f RENAME TO g;\n",
        .probe = "SELECT a FROM g WHERE g MATCH 'x'",
        .says = "x"},
    {.name = "rtree",
        .from = "CREATE TABLE t (a)",
        .to = "CREATE TABLE t (a); CREATE VIRTUAL TABLE r USING rtree (id, x0, x1)",
        .probe = "SELECT count(*) FROM r",
        .says = "0"},
    {.name = "generated column over a renamed one",
        .from = "CREATE TABLE t (a, b AS (a * 2), CHECK (b < 100)); CREATE INDEX i ON t (b)",
        .rows = "INSERT INTO t (a) VALUES (4)",
        .to = "CREATE TABLE t (x, y AS (x * 2), CHECK (y < 100)); CREATE INDEX i ON t (y)",
        .options = {.renames = "t.a>x, t.b>y"},
        .steps = "ALTER TABLE t RENAME COLUMN a TO x;\nALTER TABLE t RENAME COLUMN b TO y;\n",
        .probe = "SELECT y FROM t",
        .says = "8"},
    {.name = "a renamed parent column, the child rebuilt",
        .from = "CREATE TABLE p (id INTEGER PRIMARY KEY, k TEXT UNIQUE); CREATE TABLE c (a INT, k "
                "REFERENCES p (k))",
        .rows = "INSERT INTO p VALUES (1, 'x'); INSERT INTO c VALUES (1, 'x')",
        .to = "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE); CREATE TABLE c (a TEXT, "
              "k REFERENCES p (code))",
        .options = {.renames = "p.k>code"},
        .probe = "SELECT * FROM c",
        .says = "1|x"},
    {.name = "a renamed parent column, the parent rebuilt",
        .from = "CREATE TABLE p (id INTEGER PRIMARY KEY, k TEXT UNIQUE, x INT); CREATE TABLE c (a "
                "INT, k REFERENCES p (k))",
        .rows = "INSERT INTO p VALUES (1, 'x', 2); INSERT INTO c VALUES (1, 'x')",
        .to = "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE, x TEXT); "
              "CREATE TABLE c (a INT, k REFERENCES p (code))",
        .options = {.renames = "p.k>code"},
        .probe = "SELECT * FROM c",
        .says = "1|x"},
    {.name = "a renamed key that SQLite's RENAME COLUMN does not get right",
        .from = "CREATE TABLE p (a INTEGER PRIMARY KEY, b, UNIQUE (b, a)) WITHOUT ROWID; "
                "CREATE TABLE c (x REFERENCES p (a)); CREATE VIEW v AS SELECT a AS k FROM p; "
                "CREATE VIEW w AS SELECT k FROM v; "
                "CREATE TRIGGER g AFTER INSERT ON c BEGIN UPDATE p SET b = 0 WHERE a = new.x; END",
        .rows = "INSERT INTO p VALUES (1, 2), (3, 4); INSERT INTO c VALUES (3)",
        .to = "CREATE TABLE p (z INTEGER PRIMARY KEY, b, UNIQUE (b, z)) WITHOUT ROWID; "
              "CREATE TABLE c (x REFERENCES p (z)); CREATE VIEW v AS SELECT z AS k FROM p; "
              "CREATE VIEW w AS SELECT k FROM v; "
              "CREATE TRIGGER g AFTER INSERT ON c BEGIN UPDATE p SET b = 0 WHERE z = new.x; END",
        .options = {.renames = "p.a>z"},
        .probe = "SELECT k, (SELECT x FROM c) FROM w",
        .says = "1|3\n3|3"},
    {.name = "a renamed column on an old engine",
        .from = "CREATE TABLE t (a, b); CREATE TABLE c (x REFERENCES t (b)); CREATE UNIQUE INDEX i "
                "ON t (b)",
        .rows = "INSERT INTO t VALUES (1, 2); INSERT INTO c VALUES (2)",
        .to = "CREATE TABLE t (a, z); CREATE TABLE c (x REFERENCES t (z)); CREATE UNIQUE INDEX i "
              "ON t (z)",
        .options = {.renames = "t.b>z", .version = 3024000},
        .probe = "SELECT z, x FROM t, c",
        .says = "2|2"},
    {.name = "a view with a star over a table that grows",
        .from = "CREATE TABLE t (a); CREATE VIEW v AS SELECT * FROM t",
        .rows = "INSERT INTO t VALUES (1)",
        .to = "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT * FROM t",
        .steps = "ALTER TABLE t ADD COLUMN b;\n",
        .probe = "SELECT * FROM v",
        .says = "1|NULL"},
};

static void test_dependents(void **state)
{
    (void)state;
    run_cases(cases, ARRAY_LEN(cases));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dependents)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

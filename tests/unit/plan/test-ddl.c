#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cases.h"

#include "base/str.h"

/* The cheapest form where ALTER TABLE may. */
static const struct plan_case cases[] = {
    {.name = "nothing", .from = "CREATE TABLE t (a)", .to = "create  table T(a)", .steps = NULL},
    {.name = "same", .from = "CREATE TABLE t (a)", .to = "create table t ( a )", .steps = ""},
    {.name = "create table",
        .from = "CREATE TABLE a (x)",
        .to = "CREATE TABLE a (x); CREATE TABLE \"b c\" (x INTEGER PRIMARY KEY)",
        .probe = "SELECT count(*) FROM \"b c\"",
        .says = "0"},
    {.name = "drop table",
        .from = "CREATE TABLE a (x); CREATE TABLE b (x); CREATE INDEX bi ON b (x); CREATE TRIGGER "
                "bt AFTER "
                "INSERT ON b BEGIN DELETE FROM a; END",
        .to = "CREATE TABLE a (x)",
        .steps = "DROP TABLE b;\n"},
    {.name = "add column",
        .from = "CREATE TABLE t (a, PRIMARY KEY (a))",
        .rows = "INSERT INTO t VALUES (1), (2)",
        .to = "CREATE TABLE t (a, b TEXT NOT NULL DEFAULT 'x', c INTEGER, PRIMARY KEY (a))",
        .steps = "ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT 'x';\n"
                 "ALTER TABLE t ADD COLUMN c INTEGER;\n",
        .probe = "SELECT * FROM t",
        .says = "1|x|NULL\n2|x|NULL"},
    {.name = "add column with negative default",
        .from = "CREATE TABLE t (a)",
        .rows = "INSERT INTO t VALUES (1)",
        .to = "CREATE TABLE t (a, b INT DEFAULT -5)",
        .steps = "ALTER TABLE t ADD COLUMN b INT DEFAULT -5;\n",
        .probe = "SELECT * FROM t",
        .says = "1|-5"},
    {.name = "add column with check and reference",
        .from = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a)",
        .rows = "INSERT INTO t VALUES (1)",
        .to =
            "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a, pid INTEGER CONSTRAINT "
            "pos CHECK (pid > 0) "
            "REFERENCES p (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED)",
        .steps = "ALTER TABLE t ADD COLUMN pid INTEGER CONSTRAINT pos CHECK (pid > 0) REFERENCES p "
                 "(id) ON DELETE "
                 "SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;\n"},
    {.name = "add columns with a check over both",
        .from = "CREATE TABLE t (a)",
        .rows = "INSERT INTO t VALUES (1)",
        .to = "CREATE TABLE t (a, lo INT DEFAULT 1, hi INT DEFAULT 2, CHECK (lo < hi))",
        .steps = "ALTER TABLE t ADD COLUMN lo INT DEFAULT 1;\n"
                 "ALTER TABLE t ADD COLUMN hi INT DEFAULT 2 CHECK (lo < hi);\n"},
    {.name = "add virtual column",
        .from = "CREATE TABLE t (a)",
        .rows = "INSERT INTO t VALUES (2)",
        .to = "CREATE TABLE t (a, b INT GENERATED ALWAYS AS (a * 2) VIRTUAL)",
        .steps = "ALTER TABLE t ADD COLUMN b INT GENERATED ALWAYS AS (a * 2) VIRTUAL;\n",
        .probe = "SELECT b FROM t",
        .says = "4"},
    {.name = "drop column",
        .from = "CREATE TABLE t (a, b, c)",
        .rows = "INSERT INTO t VALUES (1, 2, 3)",
        .to = "CREATE TABLE t (a, c)",
        .steps = "ALTER TABLE t DROP COLUMN b;\n",
        .probe = "SELECT * FROM t",
        .says = "1|3"},
    {.name = "drop column with its index, view and trigger",
        .from =
            "CREATE TABLE t (a, b, c); CREATE INDEX ti ON t (b); CREATE VIEW v AS SELECT b FROM t; "
            "CREATE TRIGGER g AFTER UPDATE OF b ON t BEGIN SELECT 1; END",
        .rows = "INSERT INTO t VALUES (1, 2, 3)",
        .to = "CREATE TABLE t (a, c); CREATE VIEW v AS SELECT c FROM t",
        .steps = "DROP TRIGGER g;\nDROP VIEW v;\nDROP INDEX ti;\nALTER TABLE t DROP COLUMN b;\n"
                 "CREATE VIEW v AS\nSELECT c\nFROM t;\n",
        .probe = "SELECT * FROM v",
        .says = "3"},
    {.name = "rename table",
        .from =
            "CREATE TABLE t (a UNIQUE, CHECK (a > 0)); CREATE TABLE c (b REFERENCES t (a)); CREATE "
            "INDEX ti ON t (a); "
            "CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT "
            "INTO c "
            "VALUES (new.a); END",
        .to =
            "CREATE TABLE u (a UNIQUE, CHECK (a > 0)); CREATE TABLE c (b REFERENCES u (a)); CREATE "
            "INDEX ti ON u (a); "
            "CREATE VIEW v AS SELECT a FROM u; CREATE TRIGGER g AFTER INSERT ON u BEGIN INSERT "
            "INTO c "
            "VALUES (new.a); END",
        .options = {.renames = "t>u"},
        .steps = "ALTER TABLE t RENAME TO u;\n"},
    {.name = "rename column",
        .from = "CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE, CHECK (a > 0)); CREATE TABLE c "
                "(b REFERENCES t (a)); "
                "CREATE INDEX ti ON t (a) WHERE a > 1; CREATE VIEW v AS SELECT t.a AS x FROM t; "
                "CREATE TRIGGER g AFTER UPDATE OF a ON t BEGIN DELETE FROM c WHERE b = old.a; END",
        .rows = "INSERT INTO t VALUES (1, 5)",
        .to = "CREATE TABLE t (id INTEGER PRIMARY KEY, n UNIQUE, CHECK (n > 0)); CREATE TABLE c (b "
              "REFERENCES t (n)); "
              "CREATE INDEX ti ON t (n) WHERE n > 1; CREATE VIEW v AS SELECT t.n AS x FROM t; "
              "CREATE TRIGGER g AFTER UPDATE OF n ON t BEGIN DELETE FROM c WHERE b = old.n; END",
        .options = {.renames = "t.a>n"},
        .steps = "ALTER TABLE t RENAME COLUMN a TO n;\n",
        .probe = "SELECT x FROM v",
        .says = "5"},
    {.name = "rename column and an index over it",
        .from = "CREATE TABLE t (a, b); CREATE INDEX e ON t (a + b); CREATE UNIQUE INDEX i ON t "
                "(a); CREATE INDEX k ON t (b, a DESC) WHERE a > 0",
        .rows = "INSERT INTO t VALUES (1, 2)",
        .to = "CREATE TABLE t (n, b); CREATE INDEX e ON t (n + b); CREATE UNIQUE INDEX j ON t "
              "(n); CREATE INDEX k ON t (b, n DESC) WHERE n > 0",
        .options = {.renames = "t.a>n, @i>j"},
        .steps = "DROP INDEX i;\nALTER TABLE t RENAME COLUMN a TO n;\n"
                 "CREATE UNIQUE INDEX j ON t (n);\n"},
    {.name = "rename column and change an index over it",
        .from = "CREATE TABLE t (a, b); CREATE INDEX i ON t (a); CREATE INDEX k ON t (a)",
        .rows = "INSERT INTO t VALUES (1, 2)",
        .to = "CREATE TABLE t (n, b); CREATE UNIQUE INDEX i ON t (n); CREATE INDEX k ON t (n)",
        .options = {.renames = "t.a>n"},
        .steps = "DROP INDEX i;\nALTER TABLE t RENAME COLUMN a TO n;\n"
                 "CREATE UNIQUE INDEX i ON t (n);\n"},
    {.name = "rename table, column and index, and alter the column",
        .from = "CREATE TABLE t (a INT, b); CREATE INDEX i ON t (a); CREATE INDEX k ON t (b, a)",
        .rows = "INSERT INTO t VALUES (1, 2)",
        .to = "CREATE TABLE u (n TEXT, b); CREATE INDEX j ON u (n); CREATE INDEX k ON u (b, n)",
        .options = {.renames = "t>u, u.a>n, @i>j"},
        .probe = "SELECT name || ' ' || sql FROM sqlite_schema WHERE type = 'index' ORDER BY 1",
        .says = "j CREATE INDEX j ON u (n)\nk CREATE INDEX k ON u (b, n)"},
    {.name = "rename column that a view shows under its name, and a view on that",
        .from = "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW vv AS SELECT a "
                "FROM v",
        .rows = "INSERT INTO t VALUES (7)",
        .to = "CREATE TABLE t (b); CREATE VIEW v AS SELECT b FROM t; CREATE VIEW vv AS SELECT b "
              "FROM v",
        .options = {.renames = "t.a>b"},
        .probe = "SELECT b FROM vv",
        .says = "7"},
    {.name = "case of a table",
        .from = "CREATE TABLE Users (a); CREATE VIEW v AS SELECT a FROM Users",
        .rows = "INSERT INTO users VALUES (1)",
        .to = "CREATE TABLE users (a); CREATE VIEW v AS SELECT a FROM users",
        .steps = "ALTER TABLE Users RENAME TO _flash_tmp_1;\nALTER TABLE _flash_tmp_1 RENAME TO "
                 "users;\n",
        .probe = "SELECT a FROM v",
        .says = "1"},
    {.name = "case of a column",
        .from = "CREATE TABLE t (Name)",
        .rows = "INSERT INTO t VALUES (1)",
        .to = "CREATE TABLE t (name)",
        .steps = "ALTER TABLE t RENAME COLUMN Name TO name;\n"},
    {.name = "rename, drop and add columns",
        .from = "CREATE TABLE t (a, b, c)",
        .rows = "INSERT INTO t VALUES (1, 2, 3)",
        .to = "CREATE TABLE t (x, c, d DEFAULT 4)",
        .options = {.renames = "t.a>x"},
        .steps = "ALTER TABLE t DROP COLUMN b;\nALTER TABLE t RENAME COLUMN a TO x;\n"
                 "ALTER TABLE t ADD COLUMN d DEFAULT 4;\n",
        .probe = "SELECT x, c, d FROM t",
        .says = "1|3|4"},
    {.name = "rename table and column",
        .from = "CREATE TABLE t (a)",
        .rows = "INSERT INTO t VALUES (1)",
        .to = "CREATE TABLE u (b)",
        .options = {.renames = "t>u, u.a>b"},
        .steps = "ALTER TABLE t RENAME TO u;\nALTER TABLE u RENAME COLUMN a TO b;\n",
        .probe = "SELECT b FROM u",
        .says = "1"},
    {.name = "indexes",
        .from = "CREATE TABLE t (a, b); CREATE INDEX i1 ON t (a); CREATE INDEX i2 ON t (b); CREATE "
                "INDEX i3 ON t (a, b)",
        .to = "CREATE TABLE t (a, b); CREATE INDEX i1 ON t (a DESC); CREATE INDEX i2 ON t (b); "
              "CREATE UNIQUE INDEX i4 ON t (lower(b)) WHERE a > 1",
        .steps = "DROP INDEX i3;\nDROP INDEX i1;\nCREATE INDEX i1 ON t (a DESC);\n"
                 "CREATE UNIQUE INDEX i4 ON t (lower(b))\nWHERE a > 1;\n"},
    {.name = "an index moves to another table",
        .from = "CREATE TABLE a (x); CREATE TABLE b (x); CREATE INDEX i ON b (x)",
        .to = "CREATE TABLE a (x); CREATE TABLE b (x); CREATE INDEX i ON a (x)",
        .steps = "DROP INDEX i;\nCREATE INDEX i ON a (x);\n"},
    {.name = "a table becomes a view",
        .from = "CREATE TABLE a (x); CREATE TABLE b (x)",
        .to = "CREATE TABLE a (x); CREATE VIEW b AS SELECT x FROM a"},
    {.name = "a view becomes a table",
        .from = "CREATE TABLE a (x); CREATE VIEW b AS SELECT x FROM a",
        .to = "CREATE TABLE a (x); CREATE TABLE b (x)"},
    {.name = "a view changes under another and a trigger",
        .from =
            "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a "
            "FROM v; "
            "CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (new.a); END",
        .to = "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT b AS a FROM t; CREATE VIEW w AS "
              "SELECT a FROM v; "
              "CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (new.a); END",
        .steps = "DROP VIEW v;\nCREATE VIEW v AS\nSELECT b AS a\nFROM t;\n"
                 "CREATE TRIGGER g\nINSTEAD OF INSERT ON v\nBEGIN\n    INSERT INTO t (a)\n"
                 "    VALUES (new.a);\nEND;\n"},
    {.name = "fill",
        .from = "CREATE TABLE t (a)",
        .rows = "INSERT INTO t VALUES (3)",
        .to = "CREATE TABLE t (a, b INT)",
        .options = {.fills = "t.b=a * 2"},
        .steps = "ALTER TABLE t ADD COLUMN b INT;\nUPDATE t SET b = (a * 2);\n",
        .probe = "SELECT * FROM t",
        .says = "3|6"},
    {.name = "names that need quotes",
        .from = "CREATE TABLE \"a\"\"b\" (\"select\" INT, \"x y\")",
        .rows = "INSERT INTO \"a\"\"b\" VALUES (1, 2)",
        .to = "CREATE TABLE \"a\"\"b\" (\"select\" INT, \"order\" DEFAULT 'it''s')",
        .steps = "ALTER TABLE \"a\"\"b\" DROP COLUMN \"x y\";\n"
                 "ALTER TABLE \"a\"\"b\" ADD COLUMN \"order\" DEFAULT 'it''s';\n",
        .probe = "SELECT * FROM \"a\"\"b\"",
        .says = "1|it's"},
};

static void test_forms(void **state)
{
    (void)state;
    run_cases(cases, ARRAY_LEN(cases));
}

struct refusal {
    const char *from, *to;
    struct world_options options;
    const char *message;
};

static const struct refusal refusals[] = {
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT) STRICT", {.version = 3036000}, "STRICT"},
    {"CREATE TABLE t (a)", "CREATE TABLE t (a, b AS (a))", {.version = 3030000}, "3.31"},
    {"CREATE TABLE t (a)", "CREATE TABLE u (a)", {.renames = "t>u", .version = 3024000}, "3.26"},
};

static void test_old_engines(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        const struct refusal *r = &refusals[i];
        struct world w;
        struct flash_error err = {0};
        world_open(&w);
        int rc =
            world_plan(&w, world_parse(&w, r->from), world_parse(&w, r->to), &r->options, &err);
        assert_int_equal(rc, FLASH_EUNSUPPORTED);
        assert_non_null(strstr(err.message, r->message));
        assert_int_not_equal(err.object[0], '\0');
        world_close(&w);
    }
}

static void test_old_engine_rebuilds(void **state)
{
    struct world w;
    struct flash_error err = {0};
    struct world_options o = {.version = 3034000};

    (void)state;
    world_open(&w);
    world_exec(&w, "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)");
    struct schema *to = world_parse(&w, "CREATE TABLE t (b)");
    assert_int_equal(world_plan(&w, world_read(&w), to, &o, &err), 0);
    assert_non_null(strstr(world_steps(&w), "_flash_new_t"));
    assert_null(world_run(&w));
    world_must_be(&w, to);
    assert_string_equal(world_query(&w, "SELECT * FROM t"), "2");
    world_close(&w);
}

/* One case's hazards, in order. */
struct hazard_case {
    const char *from, *to;
    struct world_options options;
    const char *codes;
};

static const struct hazard_case hazard_cases[] = {
    {"CREATE TABLE t (a)", "", {0}, "DS102"},
    {"CREATE TABLE t (a)", "", {.no_rows = true}, ""},
    {"CREATE TABLE t (a, b)", "CREATE TABLE t (a)", {0}, "DS103"},
    {"CREATE TABLE t (a, b)", "CREATE TABLE t (a)", {.data = DATA_STASH}, "(DS103)"},
    {"CREATE TABLE t (a, b)", "CREATE TABLE t (a)", {.data = DATA_PARK}, "DS103"},
    {"CREATE TABLE t (a PRIMARY KEY, b)", "CREATE TABLE t (a PRIMARY KEY)", {.data = DATA_PARK},
        "(DS103)"},
    {"CREATE TABLE t (a, b AS (a))", "CREATE TABLE t (a)", {0}, ""},
    {"CREATE TABLE t (a TEXT)", "CREATE TABLE t (a INT)", {0}, "LK150 DS107"},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a TEXT)", {0}, "LK150"},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT NOT NULL)", {0}, "LK150 MF104"},
    {"CREATE TABLE t (a INT NOT NULL DEFAULT 1)", "CREATE TABLE t (a INT NOT NULL)", {0},
        "BC106 LK150"},
    {"CREATE TABLE t (a INT NOT NULL)", "CREATE TABLE t (a INT)", {0}, "CD103 LK150"},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT, b NOT NULL)", {0}, "LK150 MF103"},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT UNIQUE)", {0}, "LK150 MF101"},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT PRIMARY KEY)", {0}, "LK150 MF107"},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT CHECK (a))", {0}, "LK150 MF105"},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT REFERENCES t)", {0}, "LK150 MF106"},
    {"CREATE TABLE t (a INT CHECK (a))", "CREATE TABLE t (a INT)", {0}, "CD102 LK150"},
    {"CREATE TABLE t (a INT REFERENCES t)", "CREATE TABLE t (a INT)", {0}, "CD101 LK150"},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT) STRICT", {0}, "LK150 MF108"},
    {"CREATE TABLE t (a INT)", "CREATE TABLE t (a INT); CREATE UNIQUE INDEX i ON t (a)", {0},
        "MF101"},
    {"", "CREATE TABLE t (a INT); CREATE UNIQUE INDEX i ON t (a)", {0}, ""},
    {"CREATE TABLE t (a)", "CREATE TABLE u (a)", {.renames = "t>u"}, "BC101"},
    {"CREATE TABLE t (a)", "CREATE TABLE t (b)", {.renames = "t.a>b"}, "BC102"},
    {"CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a FROM t",
        "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT b FROM t", {0}, "BC110"},
};

static const char *codes_of(struct world *w)
{
    struct strbuf b;
    strbuf_init(&b, &w->arena, 4096);
    strbuf_adds(&b, "");
    for (size_t i = 0; i < w->plan.steps.len; i++)
        for (size_t k = 0; k < w->plan.steps.items[i].hazards.len; k++) {
            const struct hazard *h = &w->plan.steps.items[i].hazards.items[k];
            strbuf_addf(&b, "%s%s%s%s", b.len ? " " : "", h->covered ? "(" : "", h->code,
                h->covered ? ")" : "");
        }
    return b.ptr ? b.ptr : "";
}

static void test_hazards(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(hazard_cases); i++) {
        const struct hazard_case *c = &hazard_cases[i];
        struct world w;
        struct flash_error err = {0};
        world_open(&w);
        struct schema *from = world_parse(&w, c->from), *to = world_parse(&w, c->to);
        assert_int_equal(world_plan(&w, from, to, &c->options, &err), 0);
        if (strcmp(codes_of(&w), c->codes) != 0)
            print_message("%s\n%s\n%s", c->from, c->to, world_steps(&w));
        assert_string_equal(codes_of(&w), c->codes);
        assert_int_equal(w.plan.loses_data, strstr(c->codes, "DS") && c->codes[0] != '(');
        world_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_old_engines),
        cmocka_unit_test(test_old_engine_rebuilds),
        cmocka_unit_test(test_hazards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

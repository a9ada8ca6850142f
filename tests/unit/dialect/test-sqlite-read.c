#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "fixture.h"

struct pair {
    const char *input, *text;
};

static void check(const struct pair *p)
{
    struct reading_test t, again;
    struct flash_str text;

    reading_of_good_text(&t, str_from(p->input));
    assert_string_equal(reading_text(&t), p->text);
    text = strbuf_str(&t.out);
    reading_of_good_text(&again, text);
    assert_string_equal(reading_text(&again), p->text);
    reading_close(&again);
    reading_close(&t);
}

static void check_all(const struct pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(&pairs[i]);
    printf("%zu texts\n", n);
}

static void test_columns(void **state)
{
    static const struct pair pairs[] = {
        {"create table T(A)", "CREATE TABLE T (\n    A\n);\n"},
        {"CREATE TABLE main.t (a int, `b` text , [c d] \"dou ble\" ,'e' blob)",
            "CREATE TABLE t (\n    a INT,\n    b TEXT,\n    \"c d\" DOU BLE,\n    e BLOB\n);\n"},
        {"create table t(a varchar ( 20 ), b decimal(10 , -2), c unsigned   big\tint)",
            "CREATE TABLE t (\n    a VARCHAR(20),\n    b DECIMAL(10,-2),\n"
            "    c UNSIGNED BIG INT\n);\n"},
        {"create table t(a 'not null', b x \"y\")",
            "CREATE TABLE t (\n    a \"NOT NULL\",\n    b \"X \"\"Y\"\"\"\n);\n"},
        {"create table t(a int not null null not null on conflict fail collate nocase collate "
         "Rtrim)",
            "CREATE TABLE t (\n    a INT NOT NULL ON CONFLICT FAIL COLLATE RTRIM\n);\n"},
        {"create table t(a, b as (a+1), c int generated always as (a) stored)",
            "CREATE TABLE t (\n    a,\n    b GENERATED ALWAYS AS (a + 1) VIRTUAL,\n"
            "    c INT GENERATED ALWAYS AS (a) STORED\n);\n"},
        {"create table t(a generated always, b constraint x)",
            "CREATE TABLE t (\n    a,\n    b\n);\n"},
        {"create table t(a int) strict", "CREATE TABLE t (\n    a INT\n) STRICT;\n"},
        {"create table t(a int primary key) without rowid, strict",
            "CREATE TABLE t (\n    a INT NOT NULL PRIMARY KEY\n) STRICT, WITHOUT ROWID;\n"},
        {"create table \"order\"(\"group\", \"a\"\"b\", \"\xc3\xa9\", \"left\")",
            "CREATE TABLE \"order\" (\n    \"group\",\n    \"a\"\"b\",\n    \"\xc3\xa9\",\n"
            "    \"left\"\n);\n"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs));
}

static void test_defaults(void **state)
{
    static const struct pair pairs[] = {
        {"create table t(a default 1, b default +1.50, c default -.5, d default 1E+03)",
            "CREATE TABLE t (\n    a DEFAULT 1,\n    b DEFAULT 1.5,\n    c DEFAULT -0.5,\n"
            "    d DEFAULT 1e3\n);\n"},
        {"create table t(a default 0X1F, b default 007, c default 1.0, d default x'aB')",
            "CREATE TABLE t (\n    a DEFAULT 0x1f,\n    b DEFAULT 7,\n    c DEFAULT 1.0,\n"
            "    d DEFAULT X'AB'\n);\n"},
        {"create table t(a default foo, b default \"foo\", c default 'it''s', d default [x y])",
            "CREATE TABLE t (\n    a DEFAULT 'foo',\n    b DEFAULT 'foo',\n"
            "    c DEFAULT 'it''s',\n    d DEFAULT 'x y'\n);\n"},
        {"create table t(a default null, b default true, c default \"true\", d default False)",
            "CREATE TABLE t (\n    a DEFAULT NULL,\n    b DEFAULT TRUE,\n    c DEFAULT 'true',\n"
            "    d DEFAULT FALSE\n);\n"},
        {"create table t(a default (((5))), b default (-5), c default ( 1+1 ), d default (+'x'))",
            "CREATE TABLE t (\n    a DEFAULT 5,\n    b DEFAULT -5,\n    c DEFAULT (1 + 1),\n"
            "    d DEFAULT 'x'\n);\n"},
        {"create table t(a default current_timestamp, b default (Current_Date), c default "
         "(Date('now')))",
            "CREATE TABLE t (\n    a DEFAULT CURRENT_TIMESTAMP,\n    b DEFAULT CURRENT_DATE,\n"
            "    c DEFAULT (date('now'))\n);\n"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs));
}

static void test_keys(void **state)
{
    static const struct pair pairs[] = {
        {"create table t(id integer primary key autoincrement)",
            "CREATE TABLE t (\n    id INTEGER PRIMARY KEY AUTOINCREMENT\n);\n"},
        {"create table t(id integer, primary key (id desc autoincrement) on conflict replace)",
            "CREATE TABLE t (\n"
            "    id INTEGER PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT\n);\n"},
        {"create table t(id integer primary key desc)",
            "CREATE TABLE t (\n    id INTEGER PRIMARY KEY DESC\n);\n"},
        {"create table t(a, b, constraint pk primary key (B, A desc))",
            "CREATE TABLE t (\n    a,\n    b,\n    CONSTRAINT pk PRIMARY KEY (b, a DESC)\n);\n"},
        {"create table t(a constraint pk primary key)",
            "CREATE TABLE t (\n    a CONSTRAINT pk PRIMARY KEY\n);\n"},
        {"create table t(a, b, primary key (a collate nocase))",
            "CREATE TABLE t (\n    a,\n    b,\n    PRIMARY KEY (a COLLATE NOCASE)\n);\n"},
        {"create table t(a int, b, primary key (a, b)) without rowid",
            "CREATE TABLE t (\n    a INT NOT NULL,\n    b NOT NULL,\n    PRIMARY KEY (a, b)\n"
            ") WITHOUT ROWID;\n"},
        {"create table t(a unique, b, unique (b) on conflict ignore, unique (a, b))",
            "CREATE TABLE t (\n    a,\n    b,\n    UNIQUE (a),\n    UNIQUE (a, b),\n"
            "    UNIQUE (b) ON CONFLICT IGNORE\n);\n"},
        /* what says the same twice is said once */
        {"create table t(a primary key unique, unique (a), unique (a collate nocase))",
            "CREATE TABLE t (\n    a PRIMARY KEY,\n    UNIQUE (a COLLATE NOCASE)\n);\n"},
        {"create table t(a unique on conflict fail primary key)",
            "CREATE TABLE t (\n    a PRIMARY KEY ON CONFLICT FAIL\n);\n"},
        {"create table t(a integer primary key, unique (a))",
            "CREATE TABLE t (\n    a INTEGER PRIMARY KEY,\n    UNIQUE (a)\n);\n"},
        {"create table t(a collate nocase unique, unique (a collate nocase), constraint u unique "
         "(a))",
            "CREATE TABLE t (\n    a COLLATE NOCASE,\n    CONSTRAINT u UNIQUE (a)\n);\n"},
        {"create table t('a', 'b', primary key ('a'), unique (\"b\"))",
            "CREATE TABLE t (\n    a PRIMARY KEY,\n    b,\n    UNIQUE (b)\n);\n"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs));
}

static void test_constraints(void **state)
{
    static const struct pair pairs[] = {
        {"create table t(a check (A > 0 and t.a == 1) check (\"b\" != a), constraint c check(1))",
            "CREATE TABLE t (\n    a,\n    CHECK ('b' <> a),\n    CHECK (a > 0 AND a = 1),\n"
            "    CONSTRAINT c CHECK (1)\n);\n"},
        {"create table t(a references T deferrable initially deferred, b references t(A) on "
         "delete set null on update cascade match full)",
            "CREATE TABLE t (\n    a,\n    b,\n"
            "    FOREIGN KEY (a) REFERENCES t DEFERRABLE INITIALLY DEFERRED,\n"
            "    FOREIGN KEY (b) REFERENCES t (a) ON DELETE SET NULL ON UPDATE CASCADE MATCH "
            "\"FULL\"\n);\n"},
        {"create table t(a, b, foreign key (b, a) references T (A, b) on delete no action on "
         "insert cascade not deferrable initially deferred, constraint f foreign key (a) "
         "references t(a) on delete restrict on update set default deferrable)",
            "CREATE TABLE t (\n    a,\n    b,\n    FOREIGN KEY (b, a) REFERENCES t (a, b),\n"
            "    CONSTRAINT f FOREIGN KEY (a) REFERENCES t (a) ON DELETE RESTRICT ON UPDATE SET "
            "DEFAULT DEFERRABLE INITIALLY IMMEDIATE\n);\n"},
        /* commas between table constraints are not needed */
        {"create table t(a, unique (a) check (a) constraint x)",
            "CREATE TABLE t (\n    a,\n    UNIQUE (a),\n    CHECK (a)\n);\n"},
        /* DEFERRABLE means the last foreign key, wherever it stands */
        {"create table t(a references t(a) not null check (a) deferrable initially deferred)",
            "CREATE TABLE t (\n    a NOT NULL,\n    CHECK (a),\n"
            "    FOREIGN KEY (a) REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED\n);\n"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs));
}

static void test_expressions(void **state)
{
    static const struct pair pairs[] = {
        {"create table t(a, check ((((a)) + (1)) * 2 - (3 - 4) > 5 or not (a is null)))",
            "CREATE TABLE t (\n    a,\n"
            "    CHECK ((a + 1) * 2 - (3 - 4) > 5 OR NOT a IS NULL)\n);\n"},
        {"create table t(a, check (a ISNULL or a NotNull or a not null or a is distinct from 1 or "
         "a is not distinct from null))",
            "CREATE TABLE t (\n    a,\n    CHECK (a IS NULL OR a IS NOT NULL OR a IS NOT NULL OR "
            "a IS NOT 1 OR a IS NULL)\n);\n"},
        {"create table t(a, check (ABS(a) < \"Length\"('x') and cast(a as  varchar( 3 )) like 'b' "
         "collate NoCase))",
            "CREATE TABLE t (\n    a,\n    CHECK (abs(a) < length('x') AND CAST(a AS VARCHAR(3)) "
            "LIKE 'b' COLLATE NOCASE)\n);\n"},
        {"create table t(true, check (true and false), check (rowid > _ROWID_))",
            "CREATE TABLE t (\n    \"true\",\n    CHECK (\"true\" AND FALSE),\n"
            "    CHECK (rowid > _rowid_)\n);\n"},
        {"create table t(a, check (a is true or (a) is (not (true))))",
            "CREATE TABLE t (\n    a,\n    CHECK (a IS TRUE OR a IS (NOT TRUE))\n);\n"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs));
}

static void test_indexes(void **state)
{
    static const struct pair pairs[] = {
        {"create unique index if not exists main.I on T(A desc, b collate NOCASE asc) where A > 1; "
         "create table t(a, b)",
            "CREATE TABLE t (\n    a,\n    b\n);\n\n"
            "CREATE UNIQUE INDEX I ON t (a DESC, b COLLATE NOCASE)\nWHERE a > 1;\n"},
        {"create table t(a, b); create index z on t((a)); create index y on t(a + b, (a || b) "
         "collate nocase desc, Lower(\"b\"), \"nope\")",
            "CREATE TABLE t (\n    a,\n    b\n);\n\n"
            "CREATE INDEX y ON t (a + b, (a || b) COLLATE NOCASE DESC, lower(b), \"nope\");\n\n"
            "CREATE INDEX z ON t (a);\n"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs));
}

static void test_views(void **state)
{
    static const struct pair pairs[] = {
        {"create table t(Id, name); create view v(X, y) as select ID, T.Name from main.t",
            "CREATE TABLE t (\n    Id,\n    name\n);\n\n"
            "CREATE VIEW v (X, y) AS\nSELECT\n    Id,\n    t.name\nFROM t;\n"},
        {"create table t(a); create view v as select all \"a\", \"b\" as c, x.A, ROWID from T x "
         "order by C asc nulls first, 1 desc nulls last",
            "CREATE TABLE t (\n    a\n);\n\n"
            "CREATE VIEW v AS\nSELECT\n    a,\n    'b' AS c,\n    x.a,\n    rowid\nFROM t AS x\n"
            "ORDER BY c, 1 DESC;\n"},
        {"create view v2 as select \"N\" from V1; create view v1 as with q(n) as (select 1) select "
         "N from Q",
            "CREATE VIEW v1 AS\nWITH q (n) AS (\n    SELECT 1\n)\nSELECT n\nFROM q;\n\n"
            "CREATE VIEW v2 AS\nSELECT n\nFROM v1;\n"},
        {"create view v as select \"x y\", [z w], q from nope",
            "CREATE VIEW v AS\nSELECT\n    \"x y\",\n    `z w`,\n    q\nFROM nope;\n"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs));
}

static void test_triggers(void **state)
{
    static const struct pair pairs[] = {
        {"create trigger g update of B, a on T when NEW.a is not Old.B begin update t set A = "
         "new.b where rowid = new.RowId; insert or replace into T(B) select \"b\" from t; delete "
         "from t where a = 'x;y'; select raise(abort, 'no'); end; create table t(a, b)",
            "CREATE TABLE t (\n    a,\n    b\n);\n\n"
            "CREATE TRIGGER g\nBEFORE UPDATE OF b, a ON t\nWHEN new.a IS NOT old.b\nBEGIN\n"
            "    UPDATE t\n    SET a = new.b\n    WHERE rowid = new.rowid;\n"
            "    INSERT OR REPLACE INTO t (b)\n    SELECT b\n    FROM t;\n"
            "    DELETE FROM t\n    WHERE a = 'x;y';\n"
            "    SELECT RAISE(ABORT, 'no');\nEND;\n"},
        {"create view v as select 1 as a; create trigger g instead of delete on V for each row "
         "begin select OLD.A; end",
            "CREATE VIEW v AS\nSELECT 1 AS a;\n\n"
            "CREATE TRIGGER g\nINSTEAD OF DELETE ON v\nBEGIN\n    SELECT old.a;\nEND;\n"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs));
}

static void test_virtual_tables(void **state)
{
    static const struct pair pairs[] = {
        {"create virtual table F using FTS5( a,b ,tokenize = \"porter  ascii\", x(1, 2),)",
            "CREATE VIRTUAL TABLE F USING fts5(\n    a,\n    b,\n"
            "    tokenize = \"porter  ascii\",\n    x(1, 2)\n);\n"},
        {"create virtual table if not exists r using rtree",
            "CREATE VIRTUAL TABLE r USING rtree;\n"},
        /* as the dump of a database writes it */
        {"PRAGMA writable_schema=ON; INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)"
         "VALUES('table','f','f',0,'CREATE VIRTUAL TABLE f using fts5(a, ''b'')'); CREATE TABLE IF "
         "NOT EXISTS 'f_data'(id INTEGER PRIMARY KEY, block BLOB); INSERT INTO f_data VALUES(1, "
         "'CREATE TABLE x(a)'); insert into sqlite_master values (1)",
            "CREATE VIRTUAL TABLE f USING fts5(\n    a,\n    'b'\n);\n"},
        /* shadow tables are their module's own */
        {"create virtual table f using fts5(a); create table f_data(id integer primary key, block "
         "blob); create table 'f_idx'(segid); create table f_content(a); create table f_more(a); "
         "create virtual table r using rtree(id, a, b); create table r_node(a); create table "
         "r_data(a)",
            "CREATE VIRTUAL TABLE f USING fts5(\n    a\n);\n\n"
            "CREATE TABLE f_more (\n    a\n);\n\n"
            "CREATE VIRTUAL TABLE r USING rtree(\n    id,\n    a,\n    b\n);\n\n"
            "CREATE TABLE r_data (\n    a\n);\n"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs));
}

static void test_alter(void **state)
{
    static const struct pair pairs[] = {
        {"create table t(a); alter table t add column b int default 5 check (b > 1) references "
         "t(a); alter table T add c",
            "CREATE TABLE t (\n    a,\n    b INT DEFAULT 5,\n    c,\n    CHECK (b > 1),\n"
            "    FOREIGN KEY (b) REFERENCES t (a)\n);\n"},
        {"create table t(a, b check (b > 1) references t(a), c); alter table t drop column B",
            "CREATE TABLE t (\n    a,\n    c\n);\n"},
        {"create table t(a, b, check (t.a > b), unique (a), foreign key (b) references T(a)); "
         "create index i on t(a, a + b) where a > 1; alter table t rename A to \"x y\"",
            "CREATE TABLE t (\n    \"x y\",\n    b,\n    UNIQUE (\"x y\"),\n"
            "    CHECK (\"x y\" > b),\n    FOREIGN KEY (b) REFERENCES t (\"x y\")\n);\n\n"
            "CREATE INDEX i ON t (\"x y\", \"x y\" + b)\nWHERE \"x y\" > 1;\n"},
        {"create table p(id primary key); create table c(p references P(ID)); create view v as "
         "select p.id, q.p, (select id from p as p2 where p.id = p2.id) from p join c q; create "
         "trigger g after insert on p begin insert into p(id) values (new.id); update c set p = "
         "new.id where p in (select id from p); end; alter table p rename to pp; alter table pp "
         "rename column id to key",
            "CREATE TABLE c (\n    p,\n    FOREIGN KEY (p) REFERENCES pp (key)\n);\n\n"
            "CREATE TABLE pp (\n    key PRIMARY KEY\n);\n\n"
            "CREATE VIEW v AS\nSELECT\n    pp.key,\n    q.p,\n    (\n        SELECT key\n"
            "        FROM pp AS p2\n        WHERE pp.key = p2.key\n    )\nFROM pp\n"
            "JOIN c AS q;\n\n"
            "CREATE TRIGGER g\nAFTER INSERT ON pp\nBEGIN\n    INSERT INTO pp (key)\n"
            "    VALUES (new.key);\n    UPDATE c\n    SET p = new.key\n    WHERE p IN (\n"
            "        SELECT key\n        FROM pp\n    );\nEND;\n"},
        {"create table a(x); create table b(y references a); create trigger g after delete on a "
         "begin select 1; end; create index i on a(x); drop table a; create table a(z); create "
         "index if not exists i on a(z); drop index i; drop trigger if exists g; drop view if "
         "exists v",
            "CREATE TABLE a (\n    z\n);\n\n"
            "CREATE TABLE b (\n    y,\n    FOREIGN KEY (y) REFERENCES a\n);\n"},
        {"create table t(a); create table if not exists T(b); create table u(c); drop table u; "
         "alter table t rename to u; alter table u rename to t; alter table t rename to T",
            "CREATE TABLE T (\n    a\n);\n"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs));
}

static void test_files(void **state)
{
    struct reading_test t;

    (void)state;
    reading_open(&t);
    reading_add(&t, STR("a.sql"), STR("create index i on t(a); create view v as select a from t"));
    reading_add(&t, STR("b.sql"), STR("create table t(a); insert into t values (1), (2);"));
    reading_add(&t, STR("c.sql"), STR("alter table t rename a to b; alter table t rename to u"));
    reading_finish(&t);
    assert_int_equal(t.diags.errors, 0);
    assert_string_equal(reading_text(&t),
        "CREATE TABLE u (\n    b\n);\n\nCREATE INDEX i ON u (b);\n\n"
        "CREATE VIEW v AS\nSELECT b\nFROM u;\n");
    assert_true(
        str_eq(schema_find(t.schema, KIND_TABLE, NULL, intern(STR("u")))->was.spelling, STR("t")));
    reading_close(&t);
}

static void test_report(void **state)
{
    struct reading_test t;

    (void)state;
    reading_of_good_text(
        &t, STR(".headers on\nPRAGMA foreign_keys = on; BEGIN;\n"
                "create table t(a); create table sqlite_sequence(name, seq); create table "
                "_flash_migrations(id); create index _x on _flash_migrations(id);\n"
                "insert into t values (1), ((2)), (abs(3)) on conflict (a) do nothing;\n"
                "insert into t select * from t; with x as (select 1) delete from t; "
                "with x as (select 1) select 2; update t set a = 1; replace into t values (1);\n"
                "create temp table x(a); create table other.y(a);\n"
                "COMMIT; select 1; vacuum; foo bar; foo bar; create table z as select 1;\n"));
    assert_string_equal(reading_diags(&t),
        "6:19 note: table 'x' is temporary or in an attached database, and is not versioned\n"
        "6:38 note: table 'y' is temporary or in an attached database, and is not versioned\n"
        "7:27 warning: this statement is not understood and is kept word for word\n"
        "7:36 warning: this statement is not understood and is kept word for word\n"
        "7:58 warning: the columns of table 'z' depend on its SELECT; the statement is kept word "
        "for word");
    assert_int_equal(t.report.statements, 21);
    assert_int_equal(t.report.row_statements, 5);
    assert_int_equal(t.report.rows, 4);
    assert_int_equal(t.report.other, 3);
    assert_int_equal(t.report.ignored, 10);
    assert_int_equal(t.schema->objects.len, 3);
    reading_close(&t);
}

static const struct object *find(struct reading_test *t, const char *table, const char *column)
{
    const struct object *o = schema_find(t->schema, KIND_TABLE, NULL, intern(str_from(table)));

    assert_non_null(o);
    return column != NULL ? &table_column(o, intern(str_from(column)))->base : o;
}

static void test_hints(void **state)
{
    struct reading_test t;

    (void)state;
    reading_of_good_text(&t, STR("-- the people\n-- was: users\n"
                                 "create table people ( -- was: wrong, as it follows the line\n"
                                 "    id integer primary key,\n"
                                 "    -- was: name\n"
                                 "    full_name text not null,\n"
                                 "    mail text, -- was: \"e mail\"\n"
                                 "    /* Was: years */ age int check (age > 0),\n"
                                 "    other text\n"
                                 ");\n"
                                 "create table plain(a text default 'was: x');\n"));
    assert_string_equal(find(&t, "people", NULL)->comments.len > 0 ? "yes" : "no", "yes");
    assert_true(str_eq(find(&t, "people", NULL)->was.spelling, STR("users")));
    assert_true(str_eq(find(&t, "people", "full_name")->was.spelling, STR("name")));
    assert_true(str_eq(find(&t, "people", "mail")->was.spelling, STR("e mail")));
    assert_true(str_eq(find(&t, "people", "age")->was.spelling, STR("years")));
    assert_false(name_is_set(find(&t, "people", "other")->was));
    assert_false(name_is_set(find(&t, "plain", "a")->was));
    reading_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_constraints),
        cmocka_unit_test(test_expressions),
        cmocka_unit_test(test_indexes),
        cmocka_unit_test(test_views),
        cmocka_unit_test(test_triggers),
        cmocka_unit_test(test_virtual_tables),
        cmocka_unit_test(test_alter),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_report),
        cmocka_unit_test(test_hints),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

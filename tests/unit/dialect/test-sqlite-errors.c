#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "fixture.h"

struct problem {
    const char *input, *diags;
};

static void check_all(const struct problem *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct reading_test t;
        reading_of_text(&t, str_from(cases[i].input));
        if (strcmp(reading_diags(&t), cases[i].diags) != 0)
            print_message("%s\n", cases[i].input);
        assert_string_equal(reading_diags(&t), cases[i].diags);
        reading_close(&t);
    }
    printf("%zu texts\n", n);
}

static void test_syntax(void **state)
{
    static const struct problem cases[] = {
        {"create table t(a,)", "1:18 error: expected a column name, found ')'"},
        {"create table t(a; create table u(b",
            "1:17 error: expected ')', found the end of the statement\n"
            "1:35 error: expected ')', found the end of the statement"},
        {"create table t", "1:15 error: expected '(', found the end of the statement"},
        {"create table 5(a)", "1:14 error: expected a table name, found '5'"},
        {"create table t(a) foo", "1:19 error: expected STRICT or WITHOUT ROWID, found 'foo'"},
        {"create table t(a int(x))", "1:22 error: expected a number, found 'x'"},
        {"create table t(a int(1,2,3))", "1:25 error: expected ')', found ','"},
        {"create table t(constraint x unique(a))",
            "1:16 error: expected a column name, found 'constraint'"},
        {"create table t(a references p(x, y))",
            "1:29 error: the foreign key of column 'a' of table 't' may name one column of 'p' "
            "only"},
        {"create table t(a, b, foreign key (a) references p(x, y))",
            "1:30 error: the foreign key has 1 columns here and 2 in 'p'"},
        {"create table t(a on conflict fail)", "1:18 error: expected ')', found 'on'"},
        {"create table t(a unique on conflict foo)",
            "1:37 error: expected ROLLBACK, ABORT, FAIL, IGNORE or REPLACE, found 'foo'"},
        {"create table t(a default (1)",
            "1:29 error: expected ')', found the end of the statement"},
        {"create table \"\"(a)", "1:14 error: an empty name cannot be used"},
        {"create table t(a); create index i on t(a nulls last)",
            "1:42 error: SQLite takes no NULLS FIRST or NULLS LAST in a key"},
        {"create table t(a); create index i on t()",
            "1:40 error: expected an expression, found ')'"},
        {"create view v as select from", "1:25 error: expected an expression, found 'from'"},
        {"create trigger g after update on t begin end",
            "1:42 error: expected SELECT, INSERT, UPDATE or DELETE, found 'end'"},
        {"alter table t",
            "1:14 error: expected RENAME, ADD or DROP, found the end of the statement"},
        {"alter table t alter column a set not null",
            "1:15 error: expected RENAME, ADD or DROP, found 'alter'"},
        {"drop table", "1:11 error: expected a name, found the end of the statement"},
        {"create table t(a);\n\ncreate table u(b,);\ncreate table v(c, d d(;\n",
            "3:18 error: expected a column name, found ')'\n"
            "4:23 error: expected a number, found the end of the statement"},
    };

    (void)state;
    check_all(cases, ARRAY_LEN(cases));
}

static void test_names(void **state)
{
    static const struct problem cases[] = {
        {"create table t(a);\ncreate table T(b)", "2:1 error: there is already a table 't'"},
        {"create table t(a); create view t as select 1",
            "1:20 error: there is already a table 't'"},
        {"create table t(a); create index t on t(a)", "1:20 error: there is already a table 't'"},
        {"create index i on t(a); create table i(b); create table t(a)",
            "1:1 error: there is already a table 'i'"},
        {"create table t(a, b, A)", "1:22 error: there is already a column 'A'"},
        {"create table sqlite_x(a)",
            "1:14 error: the name 'sqlite_x' is reserved for SQLite itself"},
        {"create index i on nope(a)", "1:19 error: no such table: 'nope'"},
        {"create view v as select 1; create index i on v(a)",
            "1:46 error: a view cannot have an index: 'v'"},
        {"create table t(a); create index i on t(b)", "1:20 error: no such column: 'b'"},
        {"create table t(a); create index i on t(a + b)", "1:44 error: no such column: 'b'"},
        {"create table t(a); create index i on t(t.a)",
            "1:40 error: an index names columns without their table"},
        {"create table t(a, primary key (b))", "1:19 error: no such column: 'b'"},
        {"create table t(a, unique (b))", "1:19 error: no such column: 'b'"},
        {"create table t(a, unique (a + 1))",
            "1:19 error: a UNIQUE constraint takes columns, not expressions"},
        {"create table t(a, foreign key (b) references t)",
            "1:19 error: no such column: 'b'\n"
            "1:19 warning: the foreign key does not fit the primary key of table 't'"},
        {"create table t(a check (b > 1))", "1:25 error: no such column: 'b'"},
        {"create table t(a, b as (x.a))", "1:25 error: no such column: 'x.a'"},
        {"create trigger g insert on nope begin select 1; end",
            "1:1 error: trigger 'g': no such table: 'nope'"},
        {"drop table nope", "1:12 error: no such table: 'nope'"},
        {"drop index nope", "1:12 error: no such index: 'nope'"},
        {"create table t(a); drop view t", "1:30 error: 't' is a table, not a view"},
        {"alter table nope rename to x", "1:13 error: no such table: 'nope'"},
        {"create view v as select 1; alter table v rename to w",
            "1:40 error: a view cannot be altered: 'v'"},
        {"create table t(a); create table u(b); alter table t rename to U",
            "1:63 error: there is already another table or index called 'U'"},
        {"create table t(a); alter table t rename b to c", "1:41 error: no such column: 'b'"},
        {"create table t(a, b); alter table t rename a to B",
            "1:49 error: there is already a column 'B'"},
        {"create table t(a); alter table t drop a",
            "1:32 error: the only column of a table cannot be dropped: 't'"},
        {"create table t(a, b primary key, c unique); alter table t drop b; alter table t drop c",
            "1:57 error: column 'b' is part of the primary key and cannot be dropped\n"
            "1:79 error: column 'c' is unique and cannot be dropped"},
        {"create table t(a); alter table t add b unique",
            "1:40 error: a column cannot be added with UNIQUE"},
    };

    (void)state;
    check_all(cases, ARRAY_LEN(cases));
}

static void test_rules(void **state)
{
    static const struct problem cases[] = {
        {"create table t(a primary key, b primary key)",
            "1:33 error: table 't' has more than one primary key"},
        {"create table t(a int) without rowid",
            "1:1 error: a WITHOUT ROWID table needs a primary key: 't'"},
        {"create table t(a int primary key autoincrement)",
            "1:22 error: AUTOINCREMENT needs an INTEGER PRIMARY KEY of one column"},
        {"create table t(a integer primary key desc autoincrement)",
            "1:26 error: AUTOINCREMENT needs an INTEGER PRIMARY KEY of one column"},
        {"create table t(a integer primary key autoincrement) without rowid",
            "1:26 error: a WITHOUT ROWID table cannot have AUTOINCREMENT"},
        {"create table t(a foo, b) strict",
            "1:16 error: a STRICT table knows INT, INTEGER, REAL, TEXT, BLOB and ANY, not 'FOO'\n"
            "1:23 error: column 'b' of a STRICT table has no type"},
        {"create table t(a as (1))", "1:1 error: table 't' has no column that is not generated"},
        {"create table t(a, b as (a) default 1)",
            "1:19 error: the generated column 'b' has a DEFAULT"},
        {"create table t(a, b as (a) as (1))", "1:31 error: the column 'b' is generated twice"},
        {"create table t(a, b as (a) primary key)",
            "1:28 error: the generated column 'b' cannot be part of the primary key"},
        {"create table t(x, a as (b), b as (c), c as (a))",
            "1:19 error: generated column 'a' is defined by itself"},
        {"create view a as select * from b; create view b as select * from a",
            "1:1 error: view 'a' is defined by itself"},
        {"create table t(a, unique (a) on conflict fail, unique (a) on conflict ignore)",
            "1:48 error: this constraint says the same as another one, with a different ON "
            "CONFLICT"},
        {"create table t(a check (exists (select 1)))",
            "1:25 error: a sub-query cannot stand in a CHECK constraint"},
        {"create table t(a check (a in t))",
            "1:25 error: a sub-query cannot stand in a CHECK constraint"},
        {"create table t(a check (a > ?1))",
            "1:29 error: a parameter cannot stand in a CHECK constraint"},
        {"create table t(a check (count(*) > 1))",
            "1:25 error: an aggregate function cannot stand in a CHECK constraint"},
        {"create table t(a check (max(a) > max(a, 1)))",
            "1:25 error: an aggregate function cannot stand in a CHECK constraint"},
        {"create table t(a default (b))", "1:27 error: a column cannot stand in a default value"},
        {"create table t(a default (\"b\"))",
            "1:27 error: a column cannot stand in a default value"},
        {"create table t(a, b as (random()))",
            "1:25 error: a function that gives a different answer each time cannot stand in a "
            "generated column"},
        {"create table t(a); create index i on t(a) where a > current_date",
            "1:53 error: the current time cannot stand in a partial index"},
        {"create view v as select :x", "1:25 error: a parameter cannot stand in a view"},
        {"create table t(a); create view v as select * from aux.t",
            "1:20 error: view v refers to another database: 'aux'"},
        {"create table t(a); create trigger g insert on t begin insert into main.t values (?); "
         "end",
            "1:55 error: a trigger changes tables of its own database only, named without it\n"
            "1:82 error: a parameter cannot stand in a trigger"},
        {"create table t(a); create trigger g instead of insert on t begin select 1; end",
            "1:20 error: a table cannot have an INSTEAD OF trigger: 't'"},
        {"create view t as select 1; create trigger g after insert on t begin select 1; end",
            "1:28 error: a view cannot have an AFTER trigger: 't'"},
        {"create virtual table t using fts5(a); create trigger g after insert on t begin select "
         "1; end; create index i on t(a)",
            "1:95 error: a virtual table cannot have an index: 't'\n"
            "1:39 error: a virtual table cannot have a trigger: 't'"},
    };

    (void)state;
    check_all(cases, ARRAY_LEN(cases));
}

static void test_warnings(void **state)
{
    static const struct problem cases[] = {
        {"create table t(a references nope)",
            "1:18 warning: the foreign key refers to table 'nope', which is not there"},
        {"create table p(a); create table t(a references p(b), b references p)",
            "1:37 warning: the foreign key names column 'b', which table 'p' does not have\n"
            "1:56 warning: the foreign key does not fit the primary key of table 'p'"},
        {"create table p(a primary key); create table t(a references p)", ""},
        {"create view v as select a, x.b from nope as x, nope",
            "1:1 warning: view v: no such table: 'nope'"},
        {"create table t(a); create view v as select b, t.c, z.d, \"e\" from t where exists "
         "(select a, f from t u)",
            "1:44 warning: view v: no such column: 'b'\n"
            "1:47 warning: view v: no such column: 't.c'\n"
            "1:52 warning: view v: no such column: 'z.d'\n"
            "1:92 warning: view v: no such column: 'f'"},
        {"create table t(a); create trigger g update of b on t begin insert into t(c) values "
         "(new.d); update t set a = old.rowid; end",
            "1:20 warning: trigger 'g' waits for column 'b', which 't' does not have\n"
            "1:60 warning: trigger g: no such column: 'c'\n"
            "1:85 warning: trigger g: no such column: 'new.d'"},
        {"create view v(a, b) as select 1",
            "1:1 warning: view 'v' names 2 columns and its query has 1"},
        {"create view v as select value from json_each('[1]'), pragma_table_info('x') p, "
         "sqlite_schema",
            ""},
        {"create table t(a); create index i on t(\"b\")",
            "1:20 warning: 'b' names no column; SQLite indexes a constant string"},
        {"begin; create table t(a); rollback",
            "1:27 warning: ROLLBACK is not followed: what stands before it counts"},
    };

    (void)state;
    check_all(cases, ARRAY_LEN(cases));
}

/* Where two things clash the hint says where the other one is. */
static void test_both_places(void **state)
{
    struct reading_test t;

    (void)state;
    reading_of_text(&t, STR("create table t(a);\n  create table t(a);\ncreate table u(b, c,\n B)"));
    assert_int_equal(t.diags.list.len, 2);
    assert_string_equal(t.diags.list.items[0].hint.ptr, "the first one is at t.sql:1:1");
    assert_string_equal(t.diags.list.items[1].hint.ptr, "the first one is at t.sql:3:16");
    reading_close(&t);
}

static void test_limits(void **state)
{
    struct reading_test t;
    struct strbuf b;

    (void)state;
    reading_open(&t);
    strbuf_init(&b, &t.arena, 16U << 20);
    strbuf_adds(&b, "create table t(a0");
    for (int i = 1; i <= 2000; i++)
        strbuf_addf(&b, ", a%d", i);
    strbuf_adds(&b, ");create table u(a check (");
    for (int i = 0; i < 1200; i++)
        strbuf_adds(&b, "(");
    reading_add(&t, STR("x.sql"), strbuf_str(&b));
    reading_finish(&t);
    assert_int_equal(t.diags.errors, 2);
    assert_string_equal(t.diags.list.items[0].message.ptr, "table 't' has more than 2000 columns");
    reading_close(&t);
}

/* Views on views: however deep, and each in another's reach. */
static void test_deep_views(void **state)
{
    struct reading_test t;
    struct strbuf b;

    (void)state;
    reading_open(&t);
    strbuf_init(&b, &t.arena, 16U << 20);
    strbuf_adds(&b, "create table v0(a, b);\n");
    for (int i = 1; i <= 3000; i++)
        strbuf_addf(&b, "create view v%d as select *, a as a%d from v%d;\n", i, i % 7, i - 1);
    reading_add(&t, STR("x.sql"), strbuf_str(&b));
    reading_finish(&t);
    assert_int_equal(t.diags.errors, 0);
    reading_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_warnings),
        cmocka_unit_test(test_both_places),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_deep_views),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

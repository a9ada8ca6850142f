#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>

#include "engine.h"
#include "fixture.h"

/* Each is given to the library and to the reader: both take it, or neither does. What is taken
 * prints a text that loads, that means the same to the library, and that is read back from what the
 * library keeps. */
static const char *const scripts[] = {
    "create table t(a default (\"foo\"));",
    "create table t(a, check(\"zz\" = a), unique(\"a\"));create index i on t(\"nope\");",
    "create table t(a int constraint foo, b);",
    "create table t(a generated always as (1), b);",
    "create table t(a generated always, b);",
    "create view v as select ?;",
    "create table t(a); create trigger tr after insert on t begin select ?; end;",
    "create table t(a,b, primary key(a,b,a)) without rowid",
    "create table t(a, a2 as (a), primary key(a2))",
    "create table t(a primary key unique, unique(a), unique(a collate nocase))",
    "create table t(a, check (exists(select 1)))",
    "create table t(a, check (count(*)>1))",
    "create table t(a, check (random()>1))",
    "create table t(a, b as (random()))",
    "create table t(a, foreign key(a) references p(x,y))",
    "create table t(a references p(x,y))",
    "create table t(a, foreign key(zz) references p)",
    "create trigger tr after insert on nope begin select 1; end",
    "create table t(a); create trigger tr after update of zz on t begin select zz; end",
    "create table t(a) strict",
    "create table t(a as (1))",
    "create table t(a, b as (c))",
    "create table t(a int default -'x')",
    "create table t(a int default (b))",
    "create table t(a int default (select 1))",
    "create table t(a int default b)",
    "create table t(a, primary key(zz))",
    "create table t(a, unique(a+1))",
    "create table t(a, unique('a'), primary key('a'))",
    "create index i on nope(a)",
    "create view v as select 1; create index i on v(1)",
    "create table t(a, a)",
    "create table t(a,b); create index i on t(a nulls first)",
    "create table t(a int primary key autoincrement)",
    "create table t(a integer, primary key(a autoincrement))",
    "create table t(a integer primary key desc autoincrement)",
    "create table t(a integer primary key desc)",
    "create table t(a integer unique primary key desc)",
    "create table t(a integer constraint u unique on conflict ignore primary key desc, b)",
    "create table t(a integer primary key desc, constraint u unique (a))",
    "create table t(a integer primary key desc unique unique)",
    "create table t(a integer unique unique primary key desc, unique (a))",
    "create table t(a integer unique primary key desc) without rowid",
    "create table t(a integer, unique (a), primary key (a desc))",
    "create table t(a integer collate nocase unique primary key desc, unique (a collate binary))",
    "create table t(a integer, primary key(a desc))",
    "create table t(a integer, primary key(a desc)) without rowid",
    "create table sqlite_x(a)",
    "create view v(a,b) as select 1",
    "create table t(a check (t.a > 0 and main.t.a>1))",
    "create table t(a); create index i on t(t.a)",
    "create table t(a); create index i on t(a) where main.t.a > 0",
    "create table t(a default cast)",
    "create table t(a default foo)",
    "create table t(a, unique(a) on conflict ignore, unique(a) on conflict abort)",
    "create table t(a, unique(a) on conflict ignore, unique(a))",
    "create table t(a unique on conflict fail primary key)",
    "create table left(right int, full, natural)",
    "create table t(a int if, b key)",
    "create table t(a, b indexed)",
    "create table t(a references p deferrable not null check(a>1) not deferrable)",
    "create table t(a deferrable)",
    "create table t(a); create trigger tr instead of insert on t begin select 1; end",
    "create view v as select 1; create trigger tr after insert on v begin select 1; end",
    "create view v as select 1 as a; create trigger tr instead of insert on v begin select new.a; "
    "end",
    "create table t(a check(a = raise(ignore)))",
    "create table t(a check(a > ?))",
    "create table t(a, b as (a) default 5)",
    "create table t(a, b as (a) primary key)",
    "create table t(a, b as (a) unique not null collate nocase check (b>0) references p)",
    "create table t(a, constraint x, constraint y unique(a))",
    "create table t(a, unique(a) check(a>1) primary key(a))",
    "create table t(a,)",
    "create table t(constraint x unique(a))",
    "create table t(a int, b int) without rowid",
    "create table t(a int primary key) without rowid, strict",
    "create table t(a int) foo",
    "create table t(a default (a))",
    "create table t(a default true, b default (true), c default (zz))",
    "create table t(a default true, b default (false), c default zz)",
    "create table t(a \"foo bar\"(10), b my \"ty pe\" (1.5 , -3), c \"INTEGER\" primary key, d int "
    "text 'x'(3), e generated always);",
    "create table u(a 'GENERATED ALWAYS', b int always, c generated,d dec(0x10),e int generated "
    "always as (1));",
    "create table t(a text collate nocase not null not null on conflict fail default 1 default "
    "+2.50 collate rtrim check (a <> '') check (length(a) < 10) null)",
    "create table t(a int, b int, c int, constraint pk primary key (a, b desc), constraint u "
    "unique (c, a) on conflict replace, constraint fk foreign key (b, c) references t (a, b) on "
    "delete set null on update cascade match full deferrable initially deferred)",
    "create table t(id integer primary key on conflict replace autoincrement, \"a\"\"b\" text, "
    "[select] int, `x y` , 'str' int)",
    "create table t(a, b, check (a == 1 and b != 2 or not (a is null) and b isnull and a notnull "
    "and a not null))",
    "create table t(a default 1e+03, b default 0X1F, c default 007, d default .5, e default 5., f "
    "default -0.0, g default x'aB', h default current_timestamp, i default null, j default ('a' || "
    "'b'))",
    "create table \"sel ect\"(\"from\" text, \"a.b\" int default \"x y\"); create index \"in dex\" "
    "on \"sel ect\"(\"from\" desc, \"a.b\" collate nocase, lower(\"from\")) where \"a.b\" is not "
    "null",
    "create table t(a); create unique index if not exists i on t(a, a collate rtrim desc); create "
    "index if not exists i on t(a)",
    "create table t(a); create index t on t(a)",
    "create table t(a); create view t as select 1",
    "create table t(a); create table if not exists t(b)",
    "create table t(a,b); drop table t; create table T(c)",
    "create table t(a,b); create index i on t(a); drop index i; drop index if exists i; drop view "
    "if exists i",
    "create table t(a,b); drop view t",
    "drop table t",
    "create table t(a,b); alter table t rename to u; alter table u rename column a to c; alter "
    "table u add column d int default 5 check (d > 1) references u(c); alter table u drop b",
    "create table p(id integer primary key); create table c(p references p(id), q references p); "
    "create view v as select p.id, x.p from p join c x on x.p = p.id where p.id > 3; create "
    "trigger tr after insert on p begin update c set q = new.id where p = 3; insert into p(id) "
    "select id from p where p.id = new.id; end; alter table p rename to pp; alter table pp rename "
    "id to ident",
    "create table t(a); alter table t add b unique",
    "create table t(a); alter table t add b primary key",
    "create table t(a primary key, b unique, c); alter table t drop a",
    "create table t(a primary key, b unique, c); alter table t drop b",
    "create table t(a primary key, b unique, c); alter table t drop c",
    "create table t(a primary key, b unique, c, check (c > 1)); alter table t drop c",
    "create table t(a); alter table t drop a",
    "create table t(a); alter table t rename a to A",
    "create table t(a); alter table t rename b to c",
    "create table t(a, b); alter table t rename b to a",
    "create table t(a); create table u(b); alter table t rename to u",
    "create table t(a, b); create index i on t(a, b); create view v as select a from t; alter "
    "table t rename a to z",
    "create table t(a, b, c as (a + b) stored, check (t.a > b)); create index i on t(a + b) where "
    "a > 1; alter table t rename a to z; alter table t rename to q",
    "create temp table x(a); create table main.y(b)",
    "create view v(x, y) as select 1, 2 union select 3, 4 order by 1 asc limit 5 offset 2",
    "create table t(a,b); create view v as with recursive c(n) as (select 1 union all select n + 1 "
    "from c where n < 10), d as materialized (select * from c) select n, a from c natural join t "
    "left join d using (n)",
    "create table t(a,b); create trigger tr before update of a, b on t for each row when new.a is "
    "not old.a begin insert or replace into t(a, b) values (new.a, 2), (3, 4) on conflict (a) do "
    "nothing; delete from t where a in (select b from t); update t set (a, b) = (select 1, 2) from "
    "(select 3) where exists (select 1); select raise(abort, 'no'); end",
    "create virtual table f using fts5(a, b, tokenize = 'porter ascii'); insert into f "
    "values('a','b')",
    "create virtual table r using rtree(id, x0, x1)",
    "create virtual table f using fts4",
    "create table t(a, b, unique (a, b), unique (b, a), unique (a, b collate binary))",
    "create table t(a integer primary key, unique(a))",
    "create table t(a integer primary key, b, unique(a)) without rowid",
    "create table t(a, b int, primary key (b, a)) strict",
    "create table t(a int, b any, primary key (b, a)) strict",
    "create table t(a int, b text not null, primary key (b, a)) strict",
    "create table t(a, true int, check (true > 1), check (false))",
    "create table t(rowid text, check (rowid > 'a'))",
    "create table t(a check (rowid > 1), b); create index i on t(b) where oid > 3",
    "create table t(a, \"b\" text, check (\"b\" > 'x' and \"c\" = a))",
    "create table t(a, b check (a is true and b is not false and (a is (true))))",
    "create table t(a text check (a like '%x%' escape '\\' and a not glob 'b*' and a between 1 and "
    "2 and a in (1, 2) and a not in ()))",
    "create table t(a, b check (case a when 1 then 2 else 3 end = cast(b as  varchar( 10 ))))",
    "create table t(a, b check (a is distinct from b or a is not distinct from null or a IS NULL))",
    "create table t(a check (- - a > 1 and ~a < -(-1) and +a = - +a))",
    "create table t(a check (((((a)))) > (1) and (a + (1 + 2)) * 3 - (4 - 5) > a - (1 + 2) and (a "
    "or 1) and not (a and 1)))",
    "create table t(a check (a -> '$.x' ->> 'y' || 'z' collate nocase > ('a' collate rtrim)))",
    "create table t(a check (x'00' = a and 9223372036854775808 > a and 1.0 = 1 and 1e400 > a))",
    "create table [a]]b](x)",
    "create table \"a\"(`b``c`)",
    "create table t(a) ; ; ;",
    "create table t(a int /* c1 */ , -- c2\n b text -- was: x\n, c);",
    "create table t(a \"\", b 'x''y')",
    "create table t(\xc3\xa9"
    " text, \xc3\xbc"
    " int default '\xc3\xb6"
    "')",
    "create table t(a default 'it''s', b default \"it\"\"s\")",
    "create table t($a int)",
    "create table t(a$b int)",
    "create table t(a; ",
    "create table t(a int(1,2), b int(+1,-2), c \"x\"(1), d x y z ( 3 ))",
    "create table t(a int(1,2,3))",
    "create table t(a int(x))",
    "create table t(a) -- end",
    "create table t(a); select * from t; pragma foreign_keys = on; vacuum; analyze; begin; commit;",
    "create table x(_rowid_ int, oid text)",
    "create table t(a int primary key, b text) without rowid; create index i on t(b)",
    "create table t(a references t2 on delete cascade on update restrict on insert no action match "
    "simple match full)",
    "create table t(a references t2 deferrable initially immediate, b references t2 not deferrable "
    "initially deferred)",
    "create table t(a int not null on conflict rollback unique on conflict fail primary key on "
    "conflict ignore check (a) on conflict replace)",
    "create table t(a, b, foreign key (A) references T (B)); ",
    "create table P(Id integer primary key); create table c(x references p(ID))",
    "create table t(a collate nocase unique, unique(a collate nocase), unique(a collate binary))",
    "create table t(a, constraint \"c c\" check (a), constraint 'd' unique (a))",
    "create table t(a int as (1) virtual, b int always as (2))",
    "create table t(a int, b int generated always as (a + 1) stored not null unique)",
    "create table t(a, b default(1)check(b>0)not null)",
    "create table t(a default -5, b default - 5, c default -(5), d default (-(5)), e default (+5), "
    "f default (-5))",
    "create table t(a default (1+1), b default (current_date), c default ((((2)))))",
    "create table t(a default (abs(-1)), b default (strftime('%s', 'now')))",
    "create table t(a default (?))",
    "create table t(a default nulls, b default \"null\", c default 'null', d default NULL)",
    "create table t(a, b); create index i on t(a+b, (a), (b) collate nocase desc, (a collate "
    "rtrim))",
    "create table t(a, b); create index i on t(random())",
    "create table t(a, b); create index i on t(date(a))",
    "create table t(a); create index i on t(a) where a in (select 1)",
    "create table t(a); create index i on t(a) where \"b\" = 'b'",
    "create table t(a); create index i on t(a where 1)",
    "create table t(a); create unique index i on t(a) where a > ?",
    "create table t(a, b, c, primary key (a collate nocase, b desc)) without rowid",
    "create table t(a primary key desc, b unique)",
    "create table t(a INT PRIMARY KEY ASC, b)",
    "create table t(a, b, primary key (a), unique (b)); create view v as select a, b from t "
    "indexed by sqlite_autoindex_t_1",
    "create table t(a); create view v as select rowid, oid, _ROWID_, a from t",
    "create table t(a); create view v as select x.rowid from t x",
    "create view v as select nope from nope2",
    "create table t(a); create view v as select nope, \"str\", [br], t.nope from t",
    "create table t(a); create view v as select t.* from t union all select * from main.t",
    "create table t(a); create view v as select main.t.a from t",
    "create table t(a); create view v as select a from temp.t",
    "create table t(a); create trigger tr after insert on t begin insert into main.t values (1); "
    "end",
    "create table t(a); create trigger tr after insert on t begin insert into t values (new.a); "
    "end; create trigger TR after insert on t begin select 1; end",
    "create table t(a); create trigger if not exists tr after insert on t begin select 1; end; "
    "create trigger if not exists tr after insert on t begin select 1; end; drop trigger tr",
    "create table t(a); create trigger tr insert on t begin select 1; end",
    "create table t(a); create trigger tr delete on t when old.a > 1 begin select old.a; end; drop "
    "table t",
    "create table t(a); create view v as select value from json_each('[1]'), "
    "pragma_table_info('t')",
    "create table t(a); create view v as select * from (select a as b from t) x, (t join t as u) "
    "where x.b = u.a and exists (values (1), (2))",
    "create view v as values (1, 2), (3, 4)",
    "create view v as select 1 where 1 in (select 2) and 3 not in (values (4)) and 5 in "
    "sqlite_schema",
    "create table t(a,b); create view v as select row_number() over w, lag(a, 1) over (w rows "
    "current row) from t window w as (partition by b order by a desc nulls last)",
    "create table t(a, b); create view v as select a as x, b as y from t where x > 1 group by x "
    "order by y, 2, x + 1",
    "create table t(a); create view v as select a from t order by a asc nulls first, a desc nulls "
    "last, a nulls last limit 1, 2",
    "create table t(a); create view v as select all a from t except select distinct 1 intersect "
    "select 2",
    "create table t(a); create view v as select (select max(a) from t where t.a = o.a) from t as o",
};

static void test_scripts(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(scripts); i++)
        engine_compare(scripts[i]);
    printf("%zu scripts\n", ARRAY_LEN(scripts));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scripts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

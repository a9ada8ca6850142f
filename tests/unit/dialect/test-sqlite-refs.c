#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "fixture.h"

static const char tables[] = "create table t(a, b); create table u(c, d);\n";

/* "t.a t lower()" in the order of the list. */
static const char *refs_of(struct reading_test *t, enum kind kind, const char *name)
{
    const struct object *o = schema_find(t->schema, kind, NULL, intern(str_from(name)));

    assert_non_null(o);
    strbuf_truncate(&t->out, 0);
    for (size_t i = 0; i < o->refs.len; i++) {
        const struct ref *r = &o->refs.items[i];
        strbuf_addf(&t->out, "%s%.*s", i > 0 ? " " : "", STR_ARG(r->name->text));
        if (r->column != NULL)
            strbuf_addf(&t->out, ".%.*s", STR_ARG(r->column->text));
        if (r->kind == KIND_FUNCTION)
            strbuf_adds(&t->out, "()");
        else if (r->kind == KIND_COLLATION)
            strbuf_adds(&t->out, "@");
    }
    return t->out.ptr;
}

struct pair {
    const char *sql, *refs;
};

static void check_all(const struct pair *pairs, size_t n, enum kind kind)
{
    for (size_t i = 0; i < n; i++) {
        struct reading_test t;
        struct strbuf b;
        struct arena a;
        arena_init(&a, ARENA_DEFAULT);
        strbuf_init(&b, &a, 1U << 20);
        strbuf_adds(&b, tables);
        strbuf_adds(&b, pairs[i].sql);
        reading_of_good_text(&t, strbuf_str(&b));
        assert_string_equal(refs_of(&t, kind, "x"), pairs[i].refs);
        reading_close(&t);
        arena_release(&a);
    }
    printf("%zu objects\n", n);
}

static void test_views(void **state)
{
    static const struct pair pairs[] = {
        {"create view x as select a from t", "t.a"},
        {"create view x as select T.A, y.C from t join u y on y.d = t.a", "t.a u.c u.d"},
        {"create view x as select * from t, u where c = 1", "t u u.c"},
        {"create view x as select y.* from t y", "t"},
        {"create view x as select 1 from t", "t"},
        {"create view x as select count(*) from t where a = 1", "t.a count()"},
        {"create view x as select nope from t", "t"},
        {"create view x as select \"nope\" from t", "t"},
        {"create view x as select rowid, a from t", "t t.a"},
        {"create view x as with t as (select c from u) select c from t", "u.c"},
        {"create view x as with q(z) as (select c from u) select z, a from q, t", "t.a u.c"},
        {"create view x as select z from (select a as z, b from t)", "t.a t.b"},
        {"create view x as select (select d from u where u.c = t.a) from t", "t.a u.c u.d"},
        {"create view x as select a from t natural join u", "t t.a u"},
        {"create view x as select a from t where b in u and a in (select c from u)",
            "t.a t.b u u.c"},
        {"create view x as select y, lower(a) collate mine from t, missing",
            "missing t t.a mine@ lower()"},
        {"create view x as select a from t where b regexp 'x' or a match 'y'",
            "t.a t.b match() regexp()"},
        {"create view y as select a as q, b from t; create view x as select q from y", "y.q"},
        {"create view x as select a from main.t where \"main\".t.b = 1", "t.a t.b"},
        {"create view x as select value from json_each((select a from t))", "t t.a"},
        {"create view x as select 1 as one order by one", ""},
        {"create view x as values (1), (2)", ""},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs), KIND_VIEW);
}

static void test_triggers(void **state)
{
    static const struct pair pairs[] = {
        {"create trigger x insert on t begin select 1; end", "t"},
        {"create trigger x update of a on t begin select 1; end", "t.a"},
        {"create trigger x update of a on t when new.b > 1 begin insert into u(c) select old.a; "
         "end",
            "t.a t.b u.c"},
        {"create trigger x insert on t begin insert into u values (new.a, 1); end", "t t.a u"},
        {"create trigger x insert on t begin update u set c = d where c = new.b; end",
            "t t.b u.c u.d"},
        {"create trigger x insert on t begin delete from u; end", "t u"},
        {"create trigger x insert on t begin insert into u(c) values (1) on conflict (c) do update "
         "set d = excluded.c where c > 0; end",
            "t u.c u.d"},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs), KIND_TRIGGER);
}

static void test_tables(void **state)
{
    static const struct pair pairs[] = {
        {"create table x(e references t(a), f references u, check (lower(e) > f))",
            "lower() t.a u"},
        {"create table x(e, f as (abs(e)), unique (e)); create index i on x(upper(e)) where f > 1",
            "abs() upper()"},
        {"create table x(e references x(e))", ""},
    };

    (void)state;
    check_all(pairs, ARRAY_LEN(pairs), KIND_TABLE);
}

/* What a constraint says of its own table stands in its expression. */
static void test_own_columns(void **state)
{
    struct reading_test t;
    const struct object *o;
    const struct ref_list *refs;

    (void)state;
    reading_of_good_text(&t, STR("create table t(a, B, check (b > 1))"));
    o = schema_find(t.schema, KIND_TABLE, NULL, intern(STR("t")))->children.items[2];
    refs = &((const struct check *)o)->expr->refs;
    assert_int_equal(refs->len, 1);
    assert_ptr_equal(refs->items[0].name, intern(STR("t")));
    assert_ptr_equal(refs->items[0].column, intern(STR("b")));
    reading_close(&t);
}

/* What is kept word for word mentions whatever it could mention. */
static void test_other(void **state)
{
    struct reading_test t;
    const struct object *o;

    (void)state;
    reading_of_good_text(
        &t, STR("create table t(a); create table z as select a from \"T\" join u"));
    o = t.schema->objects.items[t.schema->objects.len - 1];
    assert_int_equal(o->kind, KIND_OTHER);
    assert_string_equal(refs_of(&t, KIND_OTHER, o->name.key->text.ptr), "a t u z");
    reading_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_views),
        cmocka_unit_test(test_triggers),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_own_columns),
        cmocka_unit_test(test_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "schema/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/str.h"
#include "model.h"
#include "schema/deps.h"
#include "schema/fields.h"

static void check_str(struct flash_str got, const char *want)
{
    assert_int_equal(got.len, strlen(want));
    assert_memory_equal(got.ptr, want, got.len);
}

static void test_names_clash(void **state)
{
    struct test_model m;
    (void)state;
    model_init(&m);
    struct object *t = model_table(&m, "Album");
    struct object *other = object_new(&m.arena, KIND_VIEW);
    other->name = model_name("ALBUM");
    other->ns = model_name("main");
    assert_ptr_equal(schema_add(m.schema, other), t);
    other = object_new(&m.arena, KIND_TRIGGER); /* another space of names */
    other->name = model_name("album");
    other->ns = model_name("main");
    assert_null(schema_add(m.schema, other));
    struct index *ix = model_index(&m, t, "ix", "a");
    assert_ptr_equal(
        schema_in_scope(m.schema, SCOPE_RELATION, NULL, model_name("IX").key), &ix->base);
    assert_ptr_equal(ix->base.ns.key, t->ns.key);
    assert_null(schema_relation(m.schema, NULL, ix->base.name.key));
    assert_ptr_equal(schema_relation(m.schema, NULL, model_name("aLBUM").key), t);
    other = object_new(&m.arena, KIND_TABLE); /* the same name elsewhere */
    other->name = model_name("album");
    other->ns = model_name("second");
    assert_null(schema_add(m.schema, other));
    assert_ptr_equal(schema_find(m.schema, KIND_TABLE, t->ns.key, t->name.key), t);
    assert_ptr_equal(schema_find(m.schema, KIND_TABLE, other->ns.key, t->name.key), other);
    model_release(&m);
}

static void test_remove_and_rename(void **state)
{
    struct test_model m;
    (void)state;
    model_init(&m);
    struct object *a = model_table(&m, "a"), *b = model_table(&m, "b"), *c = model_table(&m, "c");
    struct index *ix = model_index(&m, a, "ix", "x"), *iy = model_index(&m, b, "iy", "x");
    schema_rename(m.schema, b, model_name("bb"));
    assert_null(schema_relation(m.schema, NULL, model_name("b").key));
    assert_ptr_equal(schema_relation(m.schema, NULL, model_name("bb").key), b);
    schema_remove(m.schema, a); /* with its index */
    assert_null(schema_in_scope(m.schema, SCOPE_RELATION, NULL, ix->base.name.key));
    schema_remove(m.schema, &iy->base);
    assert_int_equal(b->children.len, 0);
    assert_int_equal(m.schema->objects.len, 2);
    schema_remove(m.schema, c);
    assert_int_equal(m.schema->objects.len, 1);
    assert_null(schema_add(m.schema, a));
    model_release(&m);
}

static void test_titles_and_paths(void **state)
{
    struct test_model m;
    (void)state;
    model_init(&m);
    struct arena *a = &m.arena;
    struct object *t = model_table(&m, "Album");
    struct column *c = model_column(&m, t, "Name", "TEXT");
    struct index *ix = model_index(&m, t, "ix", "name");
    struct foreign_key *fk = model_foreign_key(&m, t, "artist,x", "artists", "");
    struct unique *u = model_unique(&m, t, NULL, "name");
    struct check *ch = model_check(&m, t, NULL, "a > 0");
    struct primary_key *pk = model_primary_key(&m, t, "name");
    check_str(object_title(a, t), "table Album");
    check_str(object_title(a, &c->base), "column Album.Name");
    check_str(object_title(a, &ix->base), "index Album.ix");
    check_str(object_title(a, &fk->base), "foreign key Album(artist, x)");
    check_str(object_title(a, &u->base), "unique Album(name)");
    check_str(object_title(a, &ch->base), "check Album(a > 0)");
    check_str(object_title(a, &pk->base), "primary key Album");
    check_str(object_qualified(a, &c->base), "Album.Name");
    check_str(object_path(a, t), "main/tables/album.sql");
    t->ns = model_name("Sales");
    check_str(object_qualified(a, &c->base), "Sales.Album.Name");
    check_str(object_path(a, t), "sales/tables/album.sql");
    check_str(schema_format_text(a, m.schema->syntax), "flash-schema 1\nnormal 1\ndialect test\n");
    model_release(&m);
}

static void make_constraints(struct test_model *m, bool turned)
{
    struct object *t = model_table(m, "t");
    model_column(m, t, "b", "TEXT");
    model_column(m, t, "a", "TEXT");
    for (int i = 0; i < 6; i++) {
        int k = turned ? 5 - i : i;
        if (k == 0)
            model_check(m, t, NULL, "a > 0");
        else if (k == 1)
            model_check(m, t, NULL, "a > 0")->expr->text = STR("a>0");
        else if (k == 2)
            model_unique(m, t, NULL, "a,b");
        else if (k == 3)
            model_unique(m, t, NULL, "a,b")->conflict = CONFLICT_IGNORE;
        else if (k == 4)
            model_check(m, t, "c", "b > 0");
        else
            model_foreign_key(m, t, "a", "t", "b");
    }
    schema_freeze(m->schema);
}

static void test_freeze_is_deterministic(void **state)
{
    struct test_model m, n;
    (void)state;
    model_init(&m);
    model_init(&n);
    make_constraints(&m, false);
    make_constraints(&n, true);
    struct object *t = m.schema->objects.items[0], *u = n.schema->objects.items[0];
    assert_true(str_eq(t->text, u->text));
    assert_true(object_equal(t, u));
    static const char *const idents[] = {
        "b", "a", "(a, b)", "(a, b)#2", "(a > 0)", "(a > 0)#2", "c", "(a)t"};
    assert_int_equal(t->children.len, ARRAY_LEN(idents));
    for (size_t i = 0; i < ARRAY_LEN(idents); i++)
        check_str(t->children.items[i]->ident->text, idents[i]);
    assert_int_equal(((struct column *)t->children.items[1])->position, 1);
    assert_int_equal(((struct unique *)t->children.items[3])->conflict, CONFLICT_IGNORE);
    assert_ptr_equal(schema_by_path(m.schema, STR("main/tables/t.sql")), t);
    model_release(&m);
    model_release(&n);
}

static void test_many_children(void **state)
{
    struct test_model m;
    char name[16];
    (void)state;
    model_init(&m);
    struct object *t = model_table(&m, "t");
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof(name), "c%d", i);
        model_column(&m, t, name, "TEXT");
        model_unique(&m, t, NULL, name);
    }
    schema_freeze(m.schema);
    for (size_t i = 0; i < t->children.len; i++) {
        struct object *o = t->children.items[i];
        assert_ptr_equal(object_child(t, o->kind, o->ident), o);
        assert_int_equal(o->slot, i);
    }
    assert_non_null(table_column(t, model_name("C499").key));
    assert_null(table_column(t, model_name("c500").key));
    assert_int_equal(table_column_count(t), 500);
    model_release(&m);
}

static void test_refs(void **state)
{
    struct test_model m;
    (void)state;
    model_init(&m);
    struct object *t = model_table(&m, "t");
    model_column(&m, t, "a", "TEXT")->def = model_expression(&m, "f()", "t.a,g.b,g.b,f");
    model_foreign_key(&m, t, "a", "teams", "id");
    model_foreign_key(&m, t, "a", "t", "a"); /* itself: no ref */
    struct trigger *tr = model_trigger(&m, "tr", "t", "g");
    struct object *g = model_table(&m, "g");
    schema_freeze(m.schema);
    assert_int_equal(t->refs.len, 3);
    check_str(t->refs.items[0].name->text, "f");
    check_str(t->refs.items[1].name->text, "g");
    check_str(t->refs.items[1].column->text, "b");
    check_str(t->refs.items[1].ns->text, "main");
    assert_int_equal(t->refs.items[2].kind, KIND_TABLE);
    assert_int_equal(tr->base.refs.len, 2);
    struct object_list out = {0};
    deps_dependants(m.schema, g->ns.key, g->name.key, NULL, &m.arena, &out);
    assert_int_equal(out.len, 2);
    out.len = 0;
    deps_dependants(m.schema, g->ns.key, g->name.key, model_name("b").key, &m.arena, &out);
    assert_int_equal(out.len, 2);
    out.len = 0;
    deps_dependants(m.schema, g->ns.key, g->name.key, model_name("z").key, &m.arena, &out);
    assert_int_equal(out.len, 1); /* the trigger does not say which */
    struct dep_index *x = dep_index_new(m.schema, &m.arena);
    assert_int_equal(dep_index_get(x, g->ns.key, g->name.key)->len, 2);
    assert_int_equal(dep_index_get(x, g->ns.key, model_name("zz").key)->len, 0);
    model_release(&m);
}

static void test_create_order(void **state)
{
    struct test_model m;
    (void)state;
    model_init(&m);
    model_view(&m, "a", "select", "b,t");
    model_view(&m, "b", "select", "z");
    model_view(&m, "z", "select", "t");
    model_view(&m, "p", "select", "q");
    model_view(&m, "q", "select", "p");
    model_trigger(&m, "a", "b", "");
    struct object *t = model_table(&m, "t");
    model_foreign_key(&m, t, "x", "u", "");
    model_table(&m, "u");
    schema_freeze(m.schema);
    struct arena scratch;
    arena_init(&scratch, ARENA_SMALL);
    struct object_list out = {0};
    deps_create_order(m.schema, &m.arena, scratch, &out);
    static const char *const want[] = {"t", "u", "p", "q", "z", "b", "a", "a"};
    assert_int_equal(out.len, ARRAY_LEN(want));
    for (size_t i = 0; i < out.len; i++)
        check_str(out.items[i]->name.key->text, want[i]);
    struct strbuf b;
    strbuf_init(&b, &m.arena, 100000);
    schema_print(m.schema, &b);
    assert_true(b.len > 100);
    arena_release(&scratch);
    model_release(&m);
}

static void test_ten_thousand(void **state)
{
    struct test_model m;
    char name[32], other[32];
    (void)state;
    model_init(&m);
    for (int i = 0; i < 10000; i++) {
        snprintf(name, sizeof(name), "t%d", i);
        struct object *t = model_table(&m, name);
        for (int k = 0; k < 8; k++) {
            snprintf(other, sizeof(other), "c%d", k);
            model_column(&m, t, other, "TEXT");
        }
        model_primary_key(&m, t, "c0");
        snprintf(other, sizeof(other), "t%d", (i * 7) % 10000);
        model_foreign_key(&m, t, "c1", other, "c0");
        snprintf(other, sizeof(other), "ix%d", i);
        model_index(&m, t, other, "c1,c2");
    }
    uint64_t start = clock_mono_us();
    schema_freeze(m.schema);
    print_message("freeze of 10,000 tables: %.1f ms\n", (double)(clock_mono_us() - start) / 1000);
    assert_int_equal(m.schema->objects.len, 10000);
    model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names_clash),
        cmocka_unit_test(test_remove_and_rename), cmocka_unit_test(test_titles_and_paths),
        cmocka_unit_test(test_freeze_is_deterministic), cmocka_unit_test(test_many_children),
        cmocka_unit_test(test_refs), cmocka_unit_test(test_create_order),
        cmocka_unit_test(test_ten_thousand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "schema/fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/str.h"
#include "model.h"
#include "schema/value-ops.h"

/* Bytes of a kind's struct behind struct object that no field covers are padding. */
static void test_tables_cover_structs(void **state)
{
    (void)state;
    for (unsigned k = 1; k < KIND__COUNT; k++) {
        const struct field_table *t = field_table((enum kind)k);
        assert_true(t->size >= sizeof(struct object));
        size_t covered = sizeof(struct object);
        for (size_t i = 0; i < t->len; i++) {
            const struct field *f = &t->fields[i];
            size_t size = value_ops(f->type)->size;
            assert_true(f->offset + size <= t->size);
            assert_true(f->offset >= covered); /* rows in the order of the struct */
            assert_true(f->offset - covered < _Alignof(max_align_t));
            covered = f->offset + size;
        }
        assert_true(t->size - covered < _Alignof(max_align_t));
    }
}

static void test_rows_are_sound(void **state)
{
    (void)state;
    for (unsigned k = 1; k < KIND__COUNT; k++) {
        const struct field_table *t = field_table((enum kind)k);
        for (size_t i = 0; i < t->len; i++) {
            const struct field *f = &t->fields[i];
            assert_true((f->type == FIELD_CHOICE) == (f->labels != NULL));
            assert_true(!(f->flags & FIELD_IDENTITY) || value_ops(f->type)->sign != NULL);
            assert_ptr_equal(field_find((enum kind)k, f->name), f);
            assert_true(f->flags & (FIELD_SQLITE | FIELD_POSTGRES | FIELD_MYSQL | FIELD_MONGO));
        }
    }
    assert_null(field_find(KIND_TABLE, "no such field"));
}

static void test_kinds(void **state)
{
    (void)state;
    for (unsigned k = 1; k < KIND__COUNT; k++)
        assert_int_equal(kind_from_name(str_from(kind_info((enum kind)k)->name)), k);
    assert_int_equal(kind_from_name(STR("no such kind")), KIND_NONE);
    assert_true(kind_is_top(KIND_TABLE));
    assert_false(kind_is_top(KIND_INDEX));
}

static void test_diff_and_copy(void **state)
{
    struct test_model m;
    (void)state;
    model_init(&m);
    struct object *t = model_table(&m, "t");
    struct column *a = model_column(&m, t, "a", "TEXT"), *b = model_column(&m, t, "b", "INTEGER");
    b->not_null = true;
    b->def = model_expression(&m, "1", "");
    b->collation = model_name("NOCASE");
    b->position = 1;
    uint64_t set = object_diff_fields(&a->base, &b->base);
    const struct field_table *ft = field_table(KIND_COLUMN);
    assert_int_equal(__builtin_popcountll(set), 5);
    for (size_t i = 0; i < ft->len; i++) {
        assert_int_equal(set >> i & 1, !field_equal(&ft->fields[i], &a->base, &b->base));
        field_copy(&ft->fields[i], &a->base, &b->base);
    }
    assert_int_equal(object_diff_fields(&a->base, &b->base), 0);
    assert_false(object_equal(&a->base, &b->base)); /* other names */
    assert_int_equal(field_mask(KIND_COLUMN, FIELD_COSMETIC),
        (uint64_t)1 << (field_find(KIND_COLUMN, "position") - ft->fields));
    model_release(&m);
}

static void test_expressions_compare_by_norm(void **state)
{
    struct test_model m;
    (void)state;
    model_init(&m);
    struct object *t = model_table(&m, "t");
    struct check *a = model_check(&m, t, NULL, "a > 0"), *b = model_check(&m, t, NULL, "a > 0");
    a->expr->text = STR("a>0");
    b->expr->text = STR("a  >  0 -- positive");
    assert_true(object_equal(&a->base, &b->base));
    b->expr->norm = STR("a >= 0");
    assert_false(object_equal(&a->base, &b->base));
    b->expr = NULL;
    assert_false(object_equal(&a->base, &b->base));
    model_release(&m);
}

static void check_show(struct test_model *m, const void *o, const char *field, const char *text)
{
    const struct object *obj = o;
    struct flash_str got = field_show(&m->arena, field_find(obj->kind, field), obj);
    assert_int_equal(got.len, strlen(text));
    assert_memory_equal(got.ptr, text, got.len);
}

static void test_show(void **state)
{
    struct test_model m;
    (void)state;
    model_init(&m);
    struct object *t = model_table(&m, "t");
    struct column *c = model_column(&m, t, "a", "VARCHAR(20)");
    struct index *ix = model_index(&m, t, "ix", "a,b");
    struct foreign_key *fk = model_foreign_key(&m, t, "a,b", "Teams", "x,y");
    ix->keys.items[1].desc = true;
    ix->keys.items[1].collation = model_name("NOCASE");
    fk->on_delete = FK_SET_NULL;
    check_show(&m, c, "type", "VARCHAR(20)");
    check_show(&m, c, "not null", "false");
    check_show(&m, c, "default", "");
    check_show(&m, ix, "keys", "(a, b COLLATE NOCASE DESC)");
    check_show(&m, fk, "columns", "(a, b)");
    check_show(&m, fk, "referenced table", "Teams");
    check_show(&m, fk, "on delete", "set null");
    model_release(&m);
}

static void test_json(void **state)
{
    struct test_model m;
    struct strbuf b;
    struct json j;
    (void)state;
    model_init(&m);
    struct object *t = model_table(&m, "T");
    model_column(&m, t, "a", "TEXT")->not_null = true;
    model_unique(&m, t, "u", "a");
    ((struct table *)t)->strict = true;
    schema_freeze(m.schema);
    strbuf_init(&b, &m.arena, 10000);
    json_init(&j, &b);
    j.compact = true;
    object_json(&j, t);
    const char *want = "{\"kind\":\"table\",\"name\":\"T\",\"namespace\":\"main\",\"strict\":true,"
                       "\"columns\":[{\"kind\":\"column\",\"name\":\"a\",\"type\":\"TEXT\",\"not "
                       "null\":true}],\"unique constraints\":[{\"kind\":\"unique\",\"name\":\"u\","
                       "\"keys\":[{\"column\":\"a\"}]}]}";
    assert_string_equal(b.ptr, want);
    model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables_cover_structs),
        cmocka_unit_test(test_rows_are_sound), cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_diff_and_copy), cmocka_unit_test(test_expressions_compare_by_norm),
        cmocka_unit_test(test_show), cmocka_unit_test(test_json)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "world.h"

#include <string.h>

#include "base/str.h"
#include "plan/hazards.h"

static void make(struct world *w, const char *from, const char *to)
{
    struct flash_error err = {0};
    assert_int_equal(world_plan(w, world_parse(w, from), world_parse(w, to), NULL, &err), 0);
}

static void test_hazard_table(void **state)
{
    size_t n = 0;

    (void)state;
    for (unsigned i = 0; hazard_at(i); i++, n++) {
        assert_ptr_equal(hazard_find(str_from(hazard_at(i)->code)), hazard_at(i));
        assert_non_null(hazard_class_name(hazard_at(i)->hclass));
    }
    assert_true(n >= 18);
    assert_null(hazard_find(STR("XX999")));
    assert_ptr_equal(hazard_find(STR("ds102")), hazard_find(STR("DS102")));
}

static void test_hash(void **state)
{
    struct world w;
    char first[41];

    (void)state;
    world_open(&w);
    make(&w, "CREATE TABLE t (a)", "CREATE TABLE t (a, b)");
    memcpy(first, w.plan.hash, sizeof(first));
    make(&w, "create table t ( a ) -- note", "create table t ( a , b )");
    assert_string_equal(w.plan.hash, first);
    make(&w, "CREATE TABLE t (a)", "CREATE TABLE t (a, c)");
    assert_string_not_equal(w.plan.hash, first);
    world_close(&w);
}

static void test_checksum_input(void **state)
{
    struct world w;
    struct strbuf b;
    struct step steps[] = {
        {.kind = STEP_DDL, .sql = STR("DROP TABLE t")},
        {.kind = STEP_SESSION, .sql = STR("PRAGMA x = 1")},
        {.kind = STEP_DATA, .sql = STR("DELETE FROM u")},
    };
    struct step_list l = {steps, ARRAY_LEN(steps), ARRAY_LEN(steps)};

    (void)state;
    world_open(&w);
    strbuf_init(&b, &w.arena, 4096);
    plan_checksum_input(&l, "sqlite", &b);
    assert_string_equal(b.ptr, "f1\nsqlite\n12:DROP TABLE t\n13:DELETE FROM u\n");
    world_close(&w);
}

static void test_print(void **state)
{
    struct world w;
    struct strbuf b;

    (void)state;
    world_open(&w);
    make(&w, "CREATE TABLE t (a)", "");
    strbuf_init(&b, &w.arena, 4096);
    plan_print(&w.plan, PLAN_PRINT_CAUSES | PLAN_PRINT_BORDERS | PLAN_PRINT_HAZARDS, &b);
    assert_string_equal(b.ptr,
        "PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\n-- drop table t\n"
        "-- DS102 (data-loss): drops table t and its rows\nDROP TABLE t;\nCOMMIT;\n");
    assert_true(w.plan.loses_data);
    make(&w, "CREATE TABLE t (a)", "CREATE TABLE t (a)");
    assert_true(w.plan.empty);
    b.len = 0;
    plan_print(&w.plan, PLAN_PRINT_BORDERS, &b);
    assert_int_equal(b.len, 0);
    world_close(&w);
}

static void test_json(void **state)
{
    struct world w;
    struct strbuf b;
    struct json j;

    (void)state;
    world_open(&w);
    make(&w, "CREATE TABLE t (a, b)", "CREATE TABLE t (a)");
    strbuf_init(&b, &w.arena, 1 << 16);
    json_init(&j, &b);
    j.compact = true;
    plan_json(&w.plan, &j);
    assert_non_null(strstr(b.ptr, "\"loses_data\":true"));
    assert_non_null(strstr(b.ptr, "\"code\":\"DS103\",\"class\":\"data-loss\""));
    assert_non_null(strstr(b.ptr, "\"sql\":\"ALTER TABLE t DROP COLUMN b\""));
    world_close(&w);
}

static void test_encode(void **state)
{
    struct world w;
    struct strbuf b, again;
    struct step_list back = {0};
    struct flash_error err = {0};

    (void)state;
    world_open(&w);
    make(&w, "CREATE TABLE t (a INT, b); CREATE TABLE u (x)",
        "CREATE TABLE t (a TEXT, c DEFAULT 'q\"\\')");
    strbuf_init(&b, &w.arena, 1 << 16);
    plan_encode(&w.plan.steps, &b);
    assert_int_equal(plan_decode(strbuf_str(&b), &w.arena, &back, &err), 0);
    assert_int_equal(back.len, w.plan.steps.len);
    strbuf_init(&again, &w.arena, 1 << 16);
    plan_encode(&back, &again);
    assert_string_equal(again.ptr, b.ptr);
    world_close(&w);
}

static const char *const bad[] = {"", "[", "{}", "[1]", "[{}]", "[{\"kind\":\"ddl\",\"sql\":\"\"}]",
    "[{\"kind\":\"x\",\"sql\":\"a\",\"cause\":\"\",\"lock\":\"write\",\"reversible\":\"exact\","
    "\"rewrites\":false,"
    "\"scans\":false,\"transaction\":true,\"hazards\":[]}]",
    "[{\"kind\":\"ddl\",\"sql\":\"a\",\"cause\":\"\",\"lock\":\"write\",\"reversible\":\"exact\","
    "\"rewrites\":false,"
    "\"scans\":false,\"transaction\":true,\"hazards\":{}}]"};

static void test_decode_bad(void **state)
{
    struct arena a;
    struct step_list out = {0};

    (void)state;
    arena_init(&a, ARENA_SMALL);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct flash_error err = {0};
        assert_int_equal(plan_decode(str_from(bad[i]), &a, &out, &err), FLASH_ECORRUPT);
        assert_int_equal(err.code, FLASH_ECORRUPT);
    }
    assert_int_equal(out.len, 0);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hazard_table),
        cmocka_unit_test(test_hash),
        cmocka_unit_test(test_checksum_input),
        cmocka_unit_test(test_print),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_encode),
        cmocka_unit_test(test_decode_bad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "repo/ledger.h"

struct arenas {
    struct arena perm, scratch;
};

static int setup(void **state)
{
    static struct arenas a;
    arena_init(&a.perm, ARENA_SMALL);
    arena_init(&a.scratch, ARENA_DEFAULT);
    *state = &a;
    return 0;
}

static int teardown(void **state)
{
    struct arenas *a = *state;
    arena_release(&a->perm);
    arena_release(&a->scratch);
    return 0;
}

static void add_step(
    struct arenas *a, struct step_list *steps, enum step_kind kind, const char *sql)
{
    *vec_push(&a->perm, steps) = (struct step){
        .kind = kind, .sql = str_from(sql), .cause = STR("a cause"), .in_transaction = true};
}

static void test_slug(void **state)
{
    struct arenas *a = *state;
    static const struct {
        const char *text, *slug;
    } cases[] = {
        {"Add users!", "add_users"},
        {"  -- x --", "x"},
        {"", "move"},
        {"äöü", "move"},
        {"v1.2.3", "v1_2_3"},
        {"a-very-long-subject-that-goes-on-and-on-and-on-and-on-and-on-and-on-until-it-is-cut",
            "a_very_long_subject_that_goes_on_and_on_and_on_and_on_and_on"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct flash_str slug = ledger_slug(&a->perm, str_from(cases[i].text));
        assert_int_equal(slug.len, strlen(cases[i].slug));
        assert_memory_equal(slug.ptr, cases[i].slug, slug.len);
    }
}

static void test_pack(void **state)
{
    struct arenas *a = *state;
    struct step_list steps = {0}, back = {0};
    struct flash_str packed;

    add_step(a, &steps, STEP_DDL, "CREATE TABLE t(a DEFAULT 'it''s')");
    add_step(a, &steps, STEP_DATA, "INSERT INTO t SELECT '\x01' -- \xc3\xa9");
    assert_int_equal(ledger_pack(&steps, &a->perm, a->scratch, &packed, NULL), 0);
    assert_int_equal(ledger_unpack(packed, &a->perm, a->scratch, &back, NULL), 0);
    assert_int_equal(back.len, 2);
    assert_true(str_eq(back.items[0].sql, steps.items[0].sql));
    assert_true(str_eq(back.items[1].sql, steps.items[1].sql));
    assert_int_equal(back.items[1].kind, STEP_DATA);
    /* Every cut and every changed byte is an error, or gives something that the checksum refuses.
     */
    for (size_t n = 1; n < packed.len; n++)
        assert_true(ledger_unpack(str_sub(packed, 0, n), &a->perm, a->scratch, &back, NULL) < 0);
    struct flash_str none = STR_NULL;
    assert_int_equal(ledger_unpack(none, &a->perm, a->scratch, &back, NULL), 0);
    assert_int_equal(back.len, 0);
}

static struct ledger_row make(
    struct arenas *a, const struct step_list *steps, const struct ledger_row *last)
{
    const struct ledger_entry e = {.name = STR("Add users"),
        .kind = "apply",
        .op = "00112233445566778899aabbccddeeff",
        .from_schema = STR("n1:aa"),
        .to_schema = STR("n1:bb"),
        .plan = steps,
        .dialect = "sqlite"};
    struct ledger_row row;
    assert_int_equal(ledger_make(&e, last, &a->perm, a->scratch, &row, NULL), 0);
    return row;
}

static void test_chain(void **state)
{
    struct arenas *a = *state;
    struct step_list one = {0}, two = {0};
    struct flash_error err;
    struct ledger_row rows[3];

    add_step(a, &one, STEP_DDL, "CREATE TABLE t(a)");
    add_step(a, &two, STEP_DDL, "CREATE TABLE u(a)");
    rows[0] = make(a, &one, NULL);
    rows[1] = make(a, &two, &rows[0]);
    rows[2] = make(a, &two, &rows[1]);
    assert_int_equal(rows[2].id, 3);
    assert_int_equal(rows[2].parent_id, 2);
    assert_true(str_starts(rows[0].checksum, STR("f1:")));
    assert_int_equal(rows[0].checksum.len, 43);
    /* The same steps behind another parent have another sum. */
    assert_false(str_eq(rows[1].checksum, rows[2].checksum));
    assert_int_equal(ledger_verify(&rows[0], NULL, "sqlite", a->scratch, &err), 0);
    assert_int_equal(ledger_verify(&rows[1], &rows[0], "sqlite", a->scratch, &err), 0);
    assert_int_equal(ledger_verify(&rows[2], &rows[1], "sqlite", a->scratch, &err), 0);
    assert_int_equal(ledger_verify(&rows[2], &rows[0], "sqlite", a->scratch, &err), FLASH_ECORRUPT);
    assert_int_equal(ledger_verify(&rows[1], NULL, "sqlite", a->scratch, &err), FLASH_ECORRUPT);
    rows[1].plan = rows[0].plan;
    assert_int_equal(ledger_verify(&rows[1], &rows[0], "sqlite", a->scratch, &err), FLASH_ECORRUPT);
    assert_non_null(strstr(err.message, "row 2"));
    rows[1].checksum = STR("f2:00");
    assert_int_equal(ledger_verify(&rows[1], &rows[0], "sqlite", a->scratch, &err), FLASH_ENEWER);
}

static void count_problem(
    void *payload, const struct ledger_row *row, const struct flash_error *problem)
{
    assert_true(problem->message[0] != '\0');
    *(int64_t *)payload += row->id;
}

static void test_all(void **state)
{
    struct arenas *a = *state;
    struct ledger_rows rows = {0};
    struct step_list steps = {0};
    size_t problems = 9;
    int64_t sum = 0;

    add_step(a, &steps, STEP_DDL, "CREATE TABLE t(a)");
    for (int i = 0; i < 5; i++) {
        struct ledger_row row = make(a, &steps, i > 0 ? &rows.items[i - 1] : NULL);
        *vec_push(&a->perm, &rows) = row;
    }
    assert_int_equal(
        ledger_verify_all(&rows, "sqlite", count_problem, &sum, a->scratch, &problems, NULL), 0);
    assert_int_equal(problems, 0);
    /* A row taken out shows at the one behind it. */
    memmove(&rows.items[2], &rows.items[3], 2 * sizeof(rows.items[0]));
    rows.len = 4;
    assert_int_equal(
        ledger_verify_all(&rows, "sqlite", count_problem, &sum, a->scratch, &problems, NULL), 0);
    assert_int_equal(problems, 1);
    assert_int_equal(sum, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_slug, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pack, setup, teardown),
        cmocka_unit_test_setup_teardown(test_chain, setup, teardown),
        cmocka_unit_test_setup_teardown(test_all, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "fixture.h"

static struct ledger_row sample(int64_t id)
{
    return (struct ledger_row){
        .id = id,
        .parent_id = id - 1,
        .name = STR("add_users"),
        .op = STR("00112233445566778899aabbccddeeff"),
        .to_commit = STR("c0ffee"),
        .from_schema = STR("n1:aa"),
        .to_schema = STR("n1:bb"),
        .checksum = STR("f1:cc"),
        .kind = STR("apply"),
        .state = STR("done"),
        .steps_total = 3,
        .steps_done = 3,
        .plan = {"\x28\xb5\x2f\0\xfd", 5},
        .tool = STR("flash 0.1.0"),
        .started_at = STR("2026-11-23T10:00:00Z"),
    };
}

static void test_ledger(void **state)
{
    struct fixture *f = *state;
    struct adapter_conn *c = must_open(f, make_db(f, "a.db", ""), ADAPTER_WRITE);
    struct ledger_row row = sample(1), back;
    struct ledger_rows rows;
    bool found = true;

    must(f, f->db->ledger_read(c, true, &f->arena, &rows, &f->err));
    assert_int_equal(rows.len, 0);
    must(f, f->db->ledger_last(c, &f->arena, &back, &found, &f->err));
    assert_false(found);
    must(f, f->db->begin(c, 100, &f->err));
    must(f, f->db->ledger_append(c, &row, &f->err));
    row = sample(2);
    row.op = STR("ff112233445566778899aabbccddeeff");
    must(f, f->db->ledger_append(c, &row, &f->err));
    row = sample(3);
    row.parent_id = 1;
    assert_int_equal(f->db->ledger_append(c, &row, &f->err), FLASH_ECHANGED);
    row = sample(2);
    row.parent_id = 7;
    assert_int_equal(f->db->ledger_append(c, &row, &f->err), FLASH_ECHANGED);
    must(f, f->db->commit(c, &f->err));
    must(f, f->db->ledger_last(c, &f->arena, &back, &found, &f->err));
    assert_true(found);
    assert_int_equal(back.id, 2);
    assert_int_equal(back.plan.len, 5);
    assert_memory_equal(back.plan.ptr, "\x28\xb5\x2f\0\xfd", 5);
    assert_int_equal(back.from_commit.len, 0);
    assert_true(str_eq(back.to_commit, STR("c0ffee")));
    must(f, f->db->ledger_find_op(
                c, STR("00112233445566778899aabbccddeeff"), &f->arena, &back, &found, &f->err));
    assert_true(found);
    assert_int_equal(back.id, 1);
    must(f, f->db->ledger_find_op(c, STR("00"), &f->arena, &back, &found, &f->err));
    assert_false(found);
    must(f, f->db->ledger_read(c, false, &f->arena, &rows, &f->err));
    assert_int_equal(rows.len, 2);
    assert_int_equal(rows.items[0].plan.len, 0);
    f->db->close(c);
}

static void test_head(void **state)
{
    struct fixture *f = *state;
    const char *url = make_db(f, "a.db", "");
    struct adapter_conn *c = must_open(f, url, ADAPTER_WRITE);
    struct db_head head = {.branch = STR("main"),
        .schema = STR("n1:aa"),
        .live_print = STR("p"),
        .live_version = STR("SQLite 3.40.1"),
        .updated_at = STR("2026-11-23T10:00:00Z"),
        .role = STR("dev")};
    struct db_head back;

    must(f, f->db->head_read(c, &f->arena, &back, &f->err));
    assert_false(back.present);
    must(f, f->db->begin(c, 100, &f->err));
    must(f, f->db->head_write(c, &head, &f->err));
    head.branch = STR("feature");
    head.commit = STR("abc");
    must(f, f->db->head_write(c, &head, &f->err));
    must(f, f->db->commit(c, &f->err));
    must(f, f->db->head_read(c, &f->arena, &back, &f->err));
    assert_true(back.present);
    assert_int_equal(back.format, LEDGER_FORMAT);
    assert_true(str_eq(back.branch, STR("feature")));
    assert_true(str_eq(back.commit, STR("abc")));
    assert_int_equal(back.identity.len, 0);
    f->db->close(c);
    sqlite3 *raw = raw_open(f, "a.db");
    raw_exec(raw, "UPDATE _flash_head SET format = 2");
    sqlite3_close(raw);
    c = must_open(f, url, ADAPTER_READ);
    assert_int_equal(f->db->head_read(c, &f->arena, &back, &f->err), FLASH_ENEWER);
    f->db->close(c);
}

static void test_not_ours(void **state)
{
    struct fixture *f = *state;
    struct adapter_conn *c = must_open(f,
        make_db(f, "a.db",
            "CREATE TABLE _flash_head(x); INSERT INTO _flash_head VALUES(1);"
            "CREATE TABLE _flash_migrations(y); CREATE TABLE _flash_parked(z);"
            "INSERT INTO _flash_parked VALUES(1)"),
        ADAPTER_WRITE);
    struct db_head head;
    struct ledger_rows rows;
    struct park_list parked;

    assert_int_equal(f->db->head_read(c, &f->arena, &head, &f->err), FLASH_ECORRUPT);
    assert_int_equal(f->db->ledger_read(c, true, &f->arena, &rows, &f->err), FLASH_ECORRUPT);
    assert_int_equal(f->db->park_read(c, &f->arena, &parked, &f->err), FLASH_ECORRUPT);
    f->db->close(c);
}

static void test_park(void **state)
{
    struct fixture *f = *state;
    struct park_list parked;
    struct adapter_conn *c = must_open(f, make_db(f, "a.db", ""), ADAPTER_READ);

    must(f, f->db->park_read(c, &f->arena, &parked, &f->err));
    assert_int_equal(parked.len, 0);
    f->db->close(c);
    c = must_open(f,
        make_db(f, "b.db",
            "CREATE TABLE _flash_parked(n INTEGER PRIMARY KEY, kind, \"table\", \"column\", "
            "definition, keys, columns, branch, rows);"
            "INSERT INTO _flash_parked VALUES(4, 'column', 'users', 'age', 'age INT', '[\"id\"]', "
            "'[\"id\",\"age\"]', 'feature', 12)"),
        ADAPTER_READ);
    must(f, f->db->park_read(c, &f->arena, &parked, &f->err));
    assert_int_equal(parked.len, 1);
    assert_int_equal(parked.items[0].n, 4);
    assert_int_equal(parked.items[0].rows, 12);
    assert_true(str_eq(parked.items[0].column, STR("age")));
    assert_true(str_eq(parked.items[0].branch, STR("feature")));
    f->db->close(c);
}

static void test_clone(void **state)
{
    struct fixture *f = *state;
    const char *url = make_db(f, "a.db", "CREATE TABLE t(a); INSERT INTO t VALUES(1),(2)");
    struct adapter_conn *c = must_open(f, url, ADAPTER_READ);

    must(f, f->db->clone(c, url_of(f, "b.db"), &f->err));
    assert_int_equal(f->db->clone(c, url_of(f, "b.db"), &f->err), FLASH_EEXISTS);
    assert_int_equal(f->db->clone(c, url_of(f, "no/b.db"), &f->err), FLASH_EIO);
    f->db->close(c);
    c = must_open(f, url_of(f, "b.db"), ADAPTER_READ);
    assert_int_equal(ask(f, c, "SELECT count(*) FROM t"), 2);
    f->db->close(c);
}

/* Eight writers of the same row: the parent's one child decides. */
static void test_one_child(void **state)
{
    struct fixture *f = *state;
    const char *url = make_db(f, "a.db", "");
    struct ledger_row row = sample(1);
    int lost = 0;

    for (int i = 0; i < 8; i++) {
        struct adapter_conn *c = must_open(f, url, ADAPTER_WRITE);
        must(f, f->db->begin(c, 100, &f->err));
        int rc = f->db->ledger_append(c, &row, &f->err);
        if (rc == 0)
            must(f, f->db->commit(c, &f->err));
        else
            f->db->rollback(c);
        lost += rc == FLASH_ECHANGED;
        f->db->close(c);
    }
    assert_int_equal(lost, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_ledger),
        FIXTURE_TEST(test_head),
        FIXTURE_TEST(test_not_ours),
        FIXTURE_TEST(test_park),
        FIXTURE_TEST(test_clone),
        FIXTURE_TEST(test_one_child),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

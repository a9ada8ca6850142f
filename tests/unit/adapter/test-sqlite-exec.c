#include "fixture.h"

static void test_transaction(void **state)
{
    struct fixture *f = *state;
    const char *url = url_of(f, "a.db");
    struct adapter_conn *c = must_open(f, url, ADAPTER_WRITE | ADAPTER_CREATE);
    int64_t changed = -1;

    must(f, f->db->begin(c, 100, &f->err));
    run(f, c, "CREATE TABLE t(a)");
    must(f, f->db->exec(c, STR("INSERT INTO t VALUES(1), (2)"), &changed, &f->err));
    assert_int_equal(changed, 2);
    f->db->rollback(c);
    assert_int_equal(ask(f, c, "SELECT count(*) FROM sqlite_schema"), 0);
    must(f, f->db->begin(c, 100, &f->err));
    run(f, c, "CREATE TABLE t(a); -- a comment may follow\n ;");
    must(f, f->db->check_integrity(c, &f->arena, &f->err));
    must(f, f->db->commit(c, &f->err));
    f->db->close(c);
    c = must_open(f, url, ADAPTER_READ);
    assert_int_equal(ask(f, c, "SELECT count(*) FROM t"), 0);
    f->db->close(c);
}

static void test_errors(void **state)
{
    struct fixture *f = *state;
    struct adapter_conn *c =
        must_open(f, make_db(f, "a.db", "CREATE TABLE t(a UNIQUE)"), ADAPTER_WRITE);

    must(f, f->db->begin(c, 100, &f->err));
    assert_int_equal(f->db->exec(c, STR("CREATE TABLE u(\n  a,\n  b b2 c3,, )"), NULL, &f->err),
        FLASH_EDATABASE);
    assert_non_null(strstr(f->err.message, "syntax error"));
    assert_non_null(strstr(f->err.detail, "b b2 c3,, )"));
    assert_non_null(strstr(f->err.detail, "^"));
    assert_int_equal(f->db->exec(c, STR("SELECT 1; DROP TABLE t"), NULL, &f->err), FLASH_EINVALID);
    assert_int_equal(f->db->exec(c, STR("  -- nothing"), NULL, &f->err), FLASH_EINVALID);
    assert_int_equal(
        f->db->exec(c, (struct flash_str){"SELECT 1\0;", 10}, NULL, &f->err), FLASH_EINVALID);
    assert_int_equal(f->db->exec(c, STR("CREATE TABLE x(a CHECK(soundlike(a)))"), NULL, &f->err),
        FLASH_EUNSUPPORTED);
    assert_non_null(strstr(f->err.message, "function 'soundlike'"));
    assert_int_equal(f->db->exec(c, STR("CREATE VIRTUAL TABLE x USING vec0(a)"), NULL, &f->err),
        FLASH_EUNSUPPORTED);
    assert_non_null(strstr(f->err.message, "module 'vec0'"));
    assert_int_equal(f->db->exec(c, STR("CREATE INDEX i ON t(a COLLATE german)"), NULL, &f->err),
        FLASH_EUNSUPPORTED);
    assert_int_equal(
        f->db->exec(c, STR("INSERT INTO t VALUES(1), (1)"), NULL, &f->err), FLASH_EDATABASE);
    assert_string_equal(f->err.sqlstate, "2067");
    assert_int_equal(f->db->exec(c, STR("ATTACH ':memory:' AS x"), NULL, NULL), FLASH_EDATABASE);
    assert_true(f->db->exec(c, STR("SELECT load_extension('x')"), NULL, NULL) < 0);
    /* The transaction lives on. */
    run(f, c, "INSERT INTO t VALUES(1)");
    must(f, f->db->commit(c, &f->err));
    f->db->close(c);
}

static void test_no_triggers(void **state)
{
    struct fixture *f = *state;
    struct adapter_conn *c = must_open(f,
        make_db(f, "a.db",
            "CREATE TABLE t(a); CREATE TABLE log(a);"
            "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES(new.a); END;"
            "INSERT INTO t VALUES(1)"),
        ADAPTER_WRITE);

    must(f, f->db->begin(c, 100, &f->err));
    run(f, c, "INSERT INTO t VALUES(2)");
    run(f, c, "ALTER TABLE t RENAME COLUMN a TO b");
    run(f, c, "ALTER TABLE t RENAME TO t2");
    must(f, f->db->commit(c, &f->err));
    assert_int_equal(ask(f, c, "SELECT count(*) FROM log"), 1);
    assert_int_equal(ask(f, c,
                         "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = "
                         "'t2' AND sql LIKE '%new.b%'"),
        1);
    f->db->close(c);
}

static const char family[] = "CREATE TABLE p(id INTEGER PRIMARY KEY, n); CREATE TABLE c(id INTEGER "
                             "PRIMARY KEY, p REFERENCES "
                             "p(id) ON DELETE CASCADE); INSERT INTO p VALUES(1,'a'),(2,'b'); "
                             "INSERT INTO c VALUES(1,1),(2,2),"
                             "(3,99);";

static void test_foreign_keys(void **state)
{
    struct fixture *f = *state;
    struct adapter_conn *c = must_open(f, make_db(f, "a.db", family), ADAPTER_WRITE);

    /* A rebuild of the parent: no cascade, and the one old violation is no reason to refuse. */
    must(f, f->db->begin(c, 100, &f->err));
    run(f, c, "CREATE TABLE p2(id INTEGER PRIMARY KEY, n TEXT)");
    run(f, c, "INSERT INTO p2 SELECT * FROM p");
    run(f, c, "DROP TABLE p");
    run(f, c, "ALTER TABLE p2 RENAME TO p");
    must(f, f->db->check_integrity(c, &f->arena, &f->err));
    must(f, f->db->commit(c, &f->err));
    assert_int_equal(ask(f, c, "SELECT count(*) FROM c"), 3);
    /* The same violation under another name. */
    must(f, f->db->begin(c, 100, &f->err));
    run(f, c, "ALTER TABLE c RENAME TO child");
    must(f, f->db->check_integrity(c, &f->arena, &f->err));
    must(f, f->db->commit(c, &f->err));
    /* A new one. */
    must(f, f->db->begin(c, 100, &f->err));
    run(f, c, "DELETE FROM p WHERE id = 1");
    assert_int_equal(f->db->check_integrity(c, &f->arena, &f->err), FLASH_EDATABASE);
    assert_non_null(strstr(f->err.detail, "'child'"));
    f->db->rollback(c);
    assert_int_equal(ask(f, c, "SELECT count(*) FROM p"), 2);
    f->db->close(c);
}

static void test_uncheckable_key(void **state)
{
    struct fixture *f = *state;
    struct adapter_conn *c = must_open(f,
        make_db(f, "a.db",
            "CREATE TABLE p(n); CREATE TABLE c(n REFERENCES p(n)); INSERT INTO c VALUES(1);"
            "CREATE TABLE q(id PRIMARY KEY); CREATE TABLE d(q REFERENCES q)"),
        ADAPTER_WRITE);

    must(f, f->db->begin(c, 100, &f->err));
    run(f, c, "CREATE TABLE other(a)");
    must(f, f->db->check_integrity(c, &f->arena, &f->err));
    run(f, c, "INSERT INTO d VALUES(5)");
    assert_int_equal(f->db->check_integrity(c, &f->arena, &f->err), FLASH_EDATABASE);
    assert_non_null(strstr(f->err.detail, "1 row of 'd'"));
    f->db->rollback(c);
    f->db->close(c);
}

/* What another program writes between the first look and the lock is seen. */
static void test_insert_and_query(void **state)
{
    struct fixture *f = *state;
    struct adapter_conn *c =
        must_open(f, make_db(f, "a.db", "CREATE TABLE t(a, b, c, d, e)"), ADAPTER_WRITE);
    struct flash_str sql = STR("INSERT INTO t VALUES(?,?,?,?,?)");
    struct cell cells[5] = {
        {.type = CELL_NULL},
        {.type = CELL_INT, .i = INT64_MIN},
        {.type = CELL_REAL, .r = 0.1},
        {.type = CELL_TEXT, .s = {"a\0b", 3}},
        {.type = CELL_BLOB, .s = {NULL, 0}},
    };

    must(f, f->db->begin(c, 100, &f->err));
    for (int i = 0; i < 3; i++)
        must(f, f->db->insert(c, sql, cells, 5, &f->err));
    must(f, f->db->insert(c, STR("INSERT INTO t(a) VALUES(?)"), &cells[1], 1, &f->err));
    must(f, f->db->commit(c, &f->err));
    assert_int_equal(
        ask(f, c,
            "SELECT count(*) FROM t WHERE a IS NULL AND b = -9223372036854775808 AND c "
            "= 0.1 AND typeof(d) = 'text' AND hex(d) = '610062' AND typeof(e) = 'blob'"),
        3);
    f->db->close(c);
}

static int stop_at_two(void *payload, const struct cell *cells, size_t n)
{
    (void)n;
    *(int64_t *)payload = cells[0].i;
    return cells[0].i == 2 ? 77 : 0;
}

static void test_query_stops(void **state)
{
    struct fixture *f = *state;
    struct adapter_conn *c = must_open(f, make_db(f, "a.db", ""), ADAPTER_READ);
    int64_t last = 0;

    assert_int_equal(f->db->query(c, STR("VALUES(1),(2),(3)"), stop_at_two, &last, &f->err), 77);
    assert_int_equal(last, 2);
    assert_int_equal(
        f->db->query(c, STR("SELECT * FROM nope"), stop_at_two, &last, &f->err), FLASH_EDATABASE);
    f->db->close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_transaction),
        FIXTURE_TEST(test_errors),
        FIXTURE_TEST(test_no_triggers),
        FIXTURE_TEST(test_foreign_keys),
        FIXTURE_TEST(test_uncheckable_key),
        FIXTURE_TEST(test_insert_and_query),
        FIXTURE_TEST(test_query_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

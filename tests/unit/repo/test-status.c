#include "repo-fixture.h"

#include <sqlite3.h>

#include "objects/refs/transaction.h"
#include "repo/check.h"
#include "repo/endpoint.h"
#include "repo/state.h"
#include "repo/status.h"

#define USERS "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"

static struct status status_with(struct fixture *f, const struct status_options *o)
{
    struct status s;

    diags_init(&f->diags, &f->a);
    OK(status_read(f->r, o, &f->diags, &f->a, f->scratch, &s, &f->err));
    return s;
}

static struct status status(struct fixture *f)
{
    struct status_options o = {0};

    return status_with(f, &o);
}

static void sql(struct fixture *f, const char *text)
{
    char *message = NULL;
    sqlite3 *db;

    assert_int_equal(sqlite3_open(at(f, "dev.db"), &db), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
    sqlite3_close(db);
}

static void target(struct fixture *f, const char *role)
{
    put(f, "flash.conf",
        arena_cprintf(&f->a, "[target \"dev\"]\nurl = sqlite:dev.db\nrole = %s\n", role));
    reopen(f);
}

static void test_files(void **state)
{
    struct fixture *f = *state;
    struct status s = status(f);

    assert_true(s.head.unborn && !s.files_differ);
    assert_true(status_is_clean(&s));
    put(f, "db/schema/users.sql", USERS);
    s = status(f);
    assert_true(s.files_differ);
    assert_int_equal(s.changes.len, 1);
    assert_false(status_is_clean(&s));
    assert_true(str_starts(s.next, STR("flash commit")));
    commit(f, "one");
    s = status(f);
    assert_true(status_is_clean(&s));
    assert_str(s.subject, "one");
    put(f, "db/schema/users.sql", "-- c\n" USERS);
    s = status(f);
    assert_true(s.files_touched && !s.files_differ);
    put(f, "db/schema/users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT);\n");
    s = status(f);
    assert_true(s.files_differ);
    assert_int_equal(s.changes.items[0].children->len, 2);
    put(f, "db/schema/users.sql", "CREATE TABLE (\n");
    s = status(f);
    assert_true(s.files_broken);
    assert_true(f->diags.errors > 0);
}

static void test_no_database_is_made(void **state)
{
    struct fixture *f = *state;
    struct status s;

    target(f, "dev");
    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    s = status(f);
    assert_int_equal(s.db, STATUS_DB_UNREACHABLE);
    assert_true(s.db_detail.len > 0);
    assert_false(file_exists(AT_FDCWD, at(f, "dev.db")));
}

static void test_database_words(void **state)
{
    struct fixture *f = *state;
    struct status_options no_db = {.no_db = true};
    struct state known;
    struct status s;

    target(f, "dev");
    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    sql(f, "CREATE TABLE other(x)");
    s = status(f);
    assert_int_equal(s.db, STATUS_DB_UNBORN);
    assert_true(s.db_live);
    assert_int_equal(s.db_changes.len, 2);
    sql(f, "DROP TABLE other; " USERS);
    s = status(f);
    assert_int_equal(s.db, STATUS_DB_CLEAN);
    assert_true(status_is_clean(&s));
    OK(state_read(f->r, STR("dev"), &f->a, &known, &f->err));
    assert_true(known.present);
    assert_true(known.live_schema.len > 40);
    assert_int_equal(status_with(f, &no_db).db, STATUS_DB_NONE);
}

/* Somebody else's change is not a thing to be told once. */
static void test_drift_is_listed_each_time(void **state)
{
    struct fixture *f = *state;
    struct status s;

    target(f, "dev");
    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    sql(f, USERS "CREATE TABLE other(x)");
    for (int i = 0; i < 3; i++) {
        s = status(f);
        assert_int_equal(s.db, STATUS_DB_UNBORN);
        assert_int_equal(s.db_changes.len, 1);
    }
    sql(f, "DROP TABLE other");
    for (int i = 0; i < 2; i++) {
        s = status(f);
        assert_int_equal(s.db, STATUS_DB_CLEAN);
        assert_int_equal(s.db_changes.len, 0);
    }
}

/* One limit for all of it, where each read alone would wait for 2 s. */
static void test_locked_database(void **state)
{
    struct fixture *f = *state;
    struct status s;
    sqlite3 *other;

    target(f, "dev");
    sql(f, USERS);
    assert_int_equal(sqlite3_open(at(f, "dev.db"), &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    s = status(f);
    assert_int_equal(s.db, STATUS_DB_UNREACHABLE);
    assert_non_null(strstr(s.db_detail.ptr, "locked"));
    sqlite3_close(other);
    s = status(f);
    assert_int_equal(s.db, STATUS_DB_UNBORN);
}

static void test_shared_is_not_asked(void **state)
{
    struct fixture *f = *state;
    struct status_options live = {.live = true};
    struct status s;

    target(f, "shared");
    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    sql(f, USERS);
    s = status(f);
    assert_int_equal(s.db, STATUS_DB_UNKNOWN);
    assert_false(s.db_live);
    assert_int_equal(status_with(f, &live).db, STATUS_DB_CLEAN);
    s = status(f);
    assert_int_equal(s.db, STATUS_DB_CLEAN);
    assert_false(s.db_live);
}

static void test_unset_variable(void **state)
{
    struct fixture *f = *state;
    struct status s;

    put(f, "flash.conf", "[target \"dev\"]\nurl = ${FLASH_NOT_SET}\nrole = dev\n");
    reopen(f);
    s = status(f);
    assert_int_equal(s.db, STATUS_DB_UNREACHABLE);
    assert_non_null(strstr(s.db_detail.ptr, "FLASH_NOT_SET"));
}

static void test_live_endpoint(void **state)
{
    struct fixture *f = *state;
    struct endpoint_context c = {.repo = f->r, .cwd = f->dir, .diags = &f->diags};
    struct endpoint e;

    target(f, "dev");
    c.repo = f->r;
    sql(f, USERS "CREATE INDEX iu ON users(name);");
    OK(endpoint_parse(&c, STR("@db"), &f->a, &e, &f->err));
    OK(endpoint_oid(&c, &e, &f->a, f->scratch, &f->err));
    assert_oid(e.schema_oid, oid_of_sql(f, USERS "CREATE INDEX iu ON users(name);"));
    OK(endpoint_parse(&c, STR("sqlite:dev.db"), &f->a, &e, &f->err));
    OK(endpoint_oid(&c, &e, &f->a, f->scratch, &f->err));
    assert_oid(e.schema_oid, oid_of_sql(f, USERS "CREATE INDEX iu ON users(name);"));
}

static void test_states(void **state)
{
    struct fixture *f = *state;
    struct state s = {.target = STR("dev"),
        .has_head = true,
        .branch = STR("a\nb"),
        .live_schema = STR("n1:12"),
        .seen_at = 17,
        .drifted = true};
    struct states all = {0};
    struct state back;

    OK(state_write(f->r, &s, &f->err));
    OK(state_read(f->r, STR("dev"), &f->a, &back, &f->err));
    assert_true(back.present && back.has_head && back.drifted);
    assert_str(back.branch, "a b");
    assert_str(back.live_schema, "n1:12");
    assert_int_equal(back.seen_at, 17);
    OK(state_list(f->r, &f->a, &all, &f->err));
    assert_int_equal(all.len, 1);
    put(f, ".flash/state/dev", "rubbish");
    OK(state_read(f->r, STR("dev"), &f->a, &back, &f->err));
    assert_false(back.present);
    FAILS(FLASH_EINVALID, state_read(f->r, STR("../x"), &f->a, &back, &f->err));
    assert_str(state_age(&f->a, 100, 100), "just now");
    assert_str(state_age(&f->a, 100, 160), "1 minute ago");
    assert_str(state_age(&f->a, 0, 7300), "2 hours ago");
    assert_true(str_eq(state_url_print(&f->a, STR("postgres://a:one@h/d")),
        state_url_print(&f->a, STR("postgres://a:two@h/d"))));
}

static struct check_result check(struct fixture *f)
{
    struct check_result res;

    OK(check_run(f->r, NULL, NULL, f->scratch, &res, &f->err));
    return res;
}

/* A commit whose tree has these bytes at a path. */
static void commit_bytes(struct fixture *f, const char *path, const char *bytes)
{
    struct ref_update u = {.kind = REF_SET, .name = "refs/heads/main", .any_from = true};
    struct oid head = head_id(f), id;
    struct tree_list edits = {0};
    struct commit c;
    struct batch *b;

    OK(repo_lock(f->r, &f->err));
    b = batch_new(f->r->store, &f->a);
    batch_add(b, OBJECT_BLOB, str_from(bytes), &id);
    tree_list_add(&f->a, &edits, str_from(path), &id);
    OK(commit_read(f->r->store, &head, &f->a, &c, &f->err));
    OK(tree_edit(f->r->store, &c.tree, &edits, &f->a, f->scratch, b, &c.tree, &f->err));
    c.nparents = 1;
    c.parents = &head;
    OK(commit_build(b, &f->a, &c, &f->err));
    OK(batch_write(b, &f->err));
    u.to = c.id;
    OK(ref_transaction(f->r->store, &u, 1, "damage", &f->err));
    repo_unlock(f->r);
}

static void test_fsck(void **state)
{
    struct fixture *f = *state;
    struct check_result res;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    put(f, "db/schema/b.sql", "CREATE TABLE b(x);\n");
    commit(f, "two");
    res = check(f);
    assert_int_equal(res.errors, 0);
    assert_int_equal(res.schemas, 2);
    assert_int_equal(res.objects, 2);
    commit_bytes(f, "schema/main/tables/b.sql", "create table b ( x );\n");
    res = check(f);
    assert_int_equal(res.errors, 2);
}

static void test_fsck_finds_broken_text(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    commit_bytes(f, "schema/main/tables/b.sql", "CREATE TABLE (");
    assert_true(check(f).errors > 0);
}

static void test_fsck_files_make_the_schema(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    commit_bytes(f, "files/users.sql", "CREATE TABLE people(x);\n");
    assert_int_equal(check(f).errors, 1);
}

/* Pairs that a server settled are no part of what a commit of files knows: they stay. */
static void test_forms_stay(void **state)
{
    struct fixture *f = *state;
    struct oid id, tree;
    struct commit c;
    bool is_tree;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    commit_bytes(f, "meta/forms", "pairs\n");
    put(f, "db/schema/b.sql", "CREATE TABLE b(x);\n");
    commit(f, "two");
    id = head_id(f);
    OK(commit_read(f->r->store, &id, &f->a, &c, &f->err));
    OK(tree_find(f->r->store, &c.tree, STR("meta/forms"), &tree, &is_tree, &f->err));
    assert_int_equal(check(f).errors, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_files),
        TEST(test_no_database_is_made),
        TEST(test_database_words),
        TEST(test_drift_is_listed_each_time),
        TEST(test_locked_database),
        TEST(test_shared_is_not_asked),
        TEST(test_unset_variable),
        TEST(test_live_endpoint),
        TEST(test_states),
        TEST(test_forms_stay),
        TEST(test_fsck),
        TEST(test_fsck_finds_broken_text),
        TEST(test_fsck_files_make_the_schema),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

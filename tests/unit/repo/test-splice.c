#include "repo-fixture.h"

#include "objects/refs/transaction.h"
#include "repo/workfiles-write.h"

#define USERS "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"

static struct record_result commit_db(struct fixture *f, const char *sql)
{
    struct record_options o = {.source = RECORD_DB, .message = STR("db"), .db = parse(f, sql)};

    return commit_with(f, &o);
}

static int commit_db_rc(struct fixture *f, const char *sql)
{
    struct record_options o = {.source = RECORD_DB, .message = STR("db"), .db = parse(f, sql)};
    struct record_result res;

    diags_init(&f->diags, &f->a);
    return record_commit(f->r, &o, &f->diags, &f->a, f->scratch, &res, &f->err);
}

static void assert_file(struct fixture *f, const char *path, const char *want)
{
    const char *got = get(f, path);

    if (!want ? got != NULL : !got || strcmp(got, want) != 0)
        fail_msg(
            "%s holds\n%s\nwanted\n%s", path, got ? got : "(nothing)", want ? want : "(nothing)");
}

static void test_first_commit_from_db(void **state)
{
    struct fixture *f = *state;
    struct record_result res =
        commit_db(f, USERS "CREATE INDEX iu ON users(name);"
                           "CREATE VIEW v AS SELECT name FROM users;"
                           "CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 1; END;");

    assert_int_equal(res.files_written, 2);
    assert_file(f, "db/schema/users.sql",
        "CREATE TABLE users (\n    id INTEGER PRIMARY KEY,\n    name TEXT\n);\n\n"
        "CREATE INDEX iu ON users (name);\n\n"
        "CREATE TRIGGER t\nAFTER INSERT ON users\nBEGIN\n    SELECT 1;\nEND;\n");
    assert_non_null(get(f, "db/schema/v.sql"));
    assert_true(commit(f, "again").nothing);
}

static void test_only_what_changed(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/all.sql",
        "-- head\n\n-- the users\n" USERS
        "\n/* b */ create table b ( x int ) ; -- odd\n\nCREATE INDEX ib ON b(x);\n");
    commit(f, "one");
    commit_db(f, USERS "CREATE TABLE b(x INT, y TEXT); CREATE INDEX ib ON b(x);");
    assert_file(f, "db/schema/all.sql",
        "-- head\n\n-- the users\n" USERS "\n/* b */ CREATE TABLE b (\n    x INT,\n    y TEXT\n); "
        "-- odd\n\nCREATE INDEX ib ON b(x);\n");
}

static void test_dropped(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/users.sql", USERS);
    put(f, "db/schema/b.sql", "-- only b\nCREATE TABLE b(x);\nCREATE INDEX ib ON b(x);\n");
    put(f, "db/schema/c.sql",
        "CREATE TABLE c(x);\n\n-- was: e\nCREATE TABLE d(x);\n\nCREATE TABLE g(x);\n");
    commit(f, "one");
    commit_db(f, USERS "CREATE TABLE c(x); CREATE TABLE g(x);");
    assert_file(f, "db/schema/b.sql", NULL);
    assert_file(f, "db/schema/c.sql", "CREATE TABLE c(x);\n\nCREATE TABLE g(x);\n");
    assert_file(f, "db/schema/users.sql", USERS);
}

static void test_without_last_semicolon(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/b.sql", "CREATE TABLE b(x)");
    put(f, "db/schema/c.sql", "CREATE TABLE c(x) -- c\n");
    commit(f, "one");
    commit_db(f,
        "CREATE TABLE b(x); CREATE INDEX ib ON b(x); CREATE TABLE c(x); CREATE INDEX ic ON c(x);");
    assert_file(f, "db/schema/b.sql", "CREATE TABLE b(x);\n\nCREATE INDEX ib ON b (x);\n");
    assert_true(commit(f, "again").nothing);
}

static void test_crlf_and_bom(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/b.sql", "\xef\xbb\xbf-- b\r\nCREATE TABLE b(x);\r\nCREATE TABLE c(x);\r\n");
    commit(f, "one");
    commit_db(f, "CREATE TABLE b(x); CREATE TABLE c(y);");
    assert_file(f, "db/schema/b.sql",
        "\xef\xbb\xbf-- b\r\nCREATE TABLE b(x);\r\nCREATE TABLE c (\n    y\n);\r\n");
}

static void test_alter_statements(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/a.sql", "CREATE TABLE a(x);\nCREATE TABLE keep(me);\n");
    put(f, "db/schema/b.sql",
        "ALTER TABLE a ADD COLUMN y INT;\nCREATE TABLE tmp(x);\nDROP TABLE tmp;\n");
    commit(f, "one");
    commit_db(f, "CREATE TABLE a(x, y INT, z INT); CREATE TABLE keep(me);");
    assert_non_null(strstr(get(f, "db/schema/a.sql"), "CREATE TABLE keep(me);"));
    assert_true(commit(f, "again").nothing);
}

static void test_names_in_paths(void **state)
{
    struct fixture *f = *state;

    commit_db(f, "CREATE TABLE \"../evil\"(x); CREATE TABLE \"a b\"(x); CREATE TABLE CON(x);"
                 "CREATE TABLE \"q\"\"q\"(x);");
    assert_null(get(f, "db/evil.sql"));
    assert_true(commit(f, "again").nothing);
}

static void test_edited_files_are_not_lost(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    put(f, "db/schema/users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, mine TEXT);\n");
    FAILS(FLASH_EREFUSED,
        commit_db_rc(f, "CREATE TABLE users (id INTEGER PRIMARY KEY, theirs TEXT);"));
    assert_non_null(strstr(f->err.detail, "users"));
    /* Edits that the database shares are kept as they are written. */
    put(f, "db/schema/users.sql",
        "-- mine\nCREATE TABLE users (id INTEGER PRIMARY KEY, b TEXT);\n");
    commit_db(f, "CREATE TABLE users (id INTEGER PRIMARY KEY, b TEXT); CREATE TABLE x(y);");
    assert_file(f, "db/schema/users.sql",
        "-- mine\nCREATE TABLE users (id INTEGER PRIMARY KEY, b TEXT);\n");
}

static void go_back(struct fixture *f)
{
    struct ref_update u = {.kind = REF_SET, .name = "refs/heads/main", .any_from = true};
    struct oid id = head_id(f);
    struct commit c;

    OK(commit_read(f->r->store, &id, &f->a, &c, &f->err));
    u.to = c.parents[0];
    OK(repo_lock(f->r, &f->err));
    OK(ref_transaction(f->r->store, &u, 1, "back", &f->err));
    repo_unlock(f->r);
}

static void test_half_written_files(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/a.sql", "CREATE TABLE a(x);\n");
    put(f, "db/schema/v.sql", "CREATE VIEW v AS SELECT x FROM a;\n");
    commit(f, "one");
    /* As a kill would leave them: the view's file is new, the table's is old. */
    commit_db(f, "CREATE TABLE a(z); CREATE VIEW v AS SELECT z FROM a;");
    put(f, "db/schema/a.sql", "CREATE TABLE a(x);\n");
    go_back(f);
    commit_db(f, "CREATE TABLE a(z); CREATE VIEW v AS SELECT z FROM a;");
    assert_file(f, "db/schema/a.sql", "CREATE TABLE a (\n    z\n);\n");
}

static void test_renames_leave_hints(void **state)
{
    struct fixture *f = *state;
    const struct dialect *d = dialect_default();
    struct rename renames[2] = {{.kind = KIND_TABLE,
                                    .from = d->syntax.fold(STR("users")),
                                    .to = d->syntax.fold(STR("people")),
                                    .origin = "catalogue"},
        {.kind = KIND_COLUMN,
            .table = d->syntax.fold(STR("people")),
            .from = d->syntax.fold(STR("name")),
            .to = d->syntax.fold(STR("full name")),
            .origin = "catalogue"}};
    struct rename_list list = {renames, 2, 2};
    struct record_options o = {.source = RECORD_DB, .message = STR("db"), .db_renames = &list};
    struct record_result res;

    renames[0].ns = renames[1].ns = parse(f, USERS)->objects.items[0]->ns.key;
    put(f, "db/schema/users.sql", "-- they\n" USERS);
    commit(f, "one");
    o.db = parse(f, "CREATE TABLE people (id INTEGER PRIMARY KEY, \"full name\" TEXT);");
    res = commit_with(f, &o);
    assert_int_equal(res.renames.len, 2);
    assert_file(f, "db/schema/users.sql",
        "-- they\n-- was: users\nCREATE TABLE people (\n    id INTEGER PRIMARY KEY,\n    -- was: "
        "name\n"
        "    \"full name\" TEXT\n);\n");
}

static void test_writes_follow_no_links(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(symlink("/tmp", at(f, "db/schema/out")), 0);
    assert_true(workfile_put(f->r, STR("out/x.sql"), STR("x"), f->scratch, &f->err) < 0);
    FAILS(FLASH_EINVALID, workfile_put(f->r, STR("../x.sql"), STR("x"), f->scratch, &f->err));
    FAILS(FLASH_EINVALID, workfile_put(f->r, STR("/x.sql"), STR("x"), f->scratch, &f->err));
    OK(workfile_put(f->r, STR("a/b/x.sql"), STR("x"), f->scratch, &f->err));
    OK(workfile_drop(f->r, STR("a/b/x.sql"), f->scratch, &f->err));
    assert_false(file_exists(AT_FDCWD, at(f, "db/schema/a")));
    assert_true(file_exists(AT_FDCWD, at(f, "db/schema")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_first_commit_from_db),
        TEST(test_only_what_changed),
        TEST(test_dropped),
        TEST(test_without_last_semicolon),
        TEST(test_crlf_and_bom),
        TEST(test_alter_statements),
        TEST(test_names_in_paths),
        TEST(test_edited_files_are_not_lost),
        TEST(test_half_written_files),
        TEST(test_renames_leave_hints),
        TEST(test_writes_follow_no_links),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

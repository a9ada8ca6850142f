#include "project.h"

#include <sys/wait.h>

static const char base[] =
    "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INT);\n"
    "CREATE TABLE notes(id INTEGER PRIMARY KEY, body TEXT);\n";
static const char feature[] =
    "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT DEFAULT 'none');\n"
    "CREATE TABLE tags(id INTEGER PRIMARY KEY, label TEXT UNIQUE);\n"
    "CREATE INDEX ix_users ON users(email);\n";

/* main has base, with rows; branch feature drops a column and a table, adds others. HEAD ends on
 * main. */
static void two_branches(struct project *p, const char *more)
{
    project_target(p, "dev", more);
    project_write(p, "db/schema/schema.sql", base);
    project_commit(p, "Base");
    project_apply(p);
    project_sql(p, "INSERT INTO users VALUES(1, 'ann', 30), (2, 'bob', NULL), (3, 'cid', 50);"
                   "INSERT INTO notes VALUES(1, 'one'), (2, 'two')");
    project_branch(p, "feature");
    project_write(p, "db/schema/schema.sql", feature);
    project_commit(p, "Feature");
    project_checkout(p, "main");
}

static const char *tables(struct project *p)
{
    return project_rows(p,
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'index') AND name "
        "NOT LIKE '\\_flash%' ESCAPE '\\' AND sql IS NOT NULL ORDER BY 1");
}

static void there_and_back(struct project *p)
{
    project_checkout(p, "feature");
    assert_string_equal(tables(p), "ix_users\ntags\nusers");
    assert_string_equal(project_read(p, "db/schema/schema.sql"), feature);
    assert_string_equal(project_rows(p, "SELECT branch FROM _flash_head"), "feature");
    /* Meanwhile on the other branch: one row more, one less, one changed. */
    project_sql(p, "INSERT INTO users VALUES(4, 'dan', 'd@x'); DELETE FROM users WHERE id = 3;"
                   "UPDATE users SET name = 'anna' WHERE id = 1; INSERT INTO tags VALUES(1, 't')");
    project_checkout(p, "main");
    assert_string_equal(tables(p), "notes\nusers");
    assert_string_equal(project_read(p, "db/schema/schema.sql"), base);
    assert_string_equal(
        project_rows(p, "SELECT * FROM users ORDER BY id"), "1|anna|30\n2|bob|NULL\n4|dan|NULL");
    assert_string_equal(project_rows(p, "SELECT * FROM notes ORDER BY id"), "1|one\n2|two");
    project_checkout(p, "feature");
    assert_string_equal(
        project_rows(p, "SELECT * FROM users ORDER BY id"), "1|anna|none\n2|bob|none\n4|dan|d@x");
    assert_string_equal(project_rows(p, "SELECT * FROM tags"), "1|t");
    project_checkout(p, "main");
    assert_string_equal(project_rows(p, "SELECT count(*) FROM notes"), "2");
}

static void test_park(void **state)
{
    struct project *p = *state;
    two_branches(p, "");
    there_and_back(p);
    assert_true(atoi(project_rows(p, "SELECT count(*) FROM _flash_parked")) > 0);
    assert_string_equal(project_rows(p, "SELECT count(*) FROM _flash_migrations"), "7");
}

static void test_stash(void **state)
{
    struct project *p = *state;
    struct stash_files files;
    two_branches(p, "\tdata = stash\n");
    there_and_back(p);
    /* Nothing stays in the database; what feature has is in one file. */
    assert_string_equal(project_rows(p, "SELECT count(*) FROM sqlite_schema WHERE name LIKE "
                                        "'\\_flash\\_parked%' ESCAPE '\\'"),
        "0");
    project_must(p, stash_list(p->repo, &p->arena, &files, &p->err));
    assert_true(files.len >= 1);
}

static void test_copy(void **state)
{
    struct project *p = *state;
    struct checkout_options o = {.rev = STR("feature"), .has_data = true, .data = DATA_PARK};
    struct checkout_result r;

    two_branches(p, "\tdata = copy\n");
    project_sql(p, "PRAGMA journal_mode = WAL");
    project_checkout(p, "feature");
    assert_true(file_exists(AT_FDCWD, project_path(p, ".flash/copies/dev/main.db")));
    assert_string_equal(tables(p), "ix_users\ntags\nusers");
    project_sql(p, "DELETE FROM users; INSERT INTO tags VALUES(1, 't')");
    project_checkout(p, "main");
    assert_string_equal(project_rows(p, "SELECT * FROM users"), "1|ann|30\n2|bob|NULL\n3|cid|50");
    assert_string_equal(project_rows(p, "SELECT count(*) FROM notes"), "2");
    assert_false(file_exists(AT_FDCWD, project_path(p, ".flash/copies/dev/main.db")));
    /* Its rows are in the copy: another mode would not bring them. */
    assert_int_equal(project_checkout_code(p, &o, &r), FLASH_EREFUSED);
    assert_non_null(strstr(p->err.hint, "--data copy"));
    project_checkout(p, "feature");
    assert_string_equal(project_rows(p, "SELECT count(*) FROM users"), "0");
    assert_string_equal(project_rows(p, "SELECT * FROM tags"), "1|t");
    assert_string_equal(project_rows(p, "PRAGMA integrity_check"), "ok");
}

static void test_discard(void **state)
{
    struct project *p = *state;
    struct checkout_options o = {.rev = STR("feature"), .has_data = true, .data = DATA_DISCARD};
    struct checkout_result r;

    two_branches(p, "");
    project_must(p, project_checkout_code(p, &o, &r));
    assert_int_equal(r.move.losses.len > 0, 1);
    project_checkout(p, "main");
    assert_string_equal(project_rows(p, "SELECT count(*) FROM notes"), "0");
    assert_string_equal(project_rows(p, "SELECT count(age), count(*) FROM users"), "0|3");
}

static void test_refusals(void **state)
{
    struct project *p = *state;
    struct checkout_options o = {.rev = STR("feature")};
    struct checkout_result r;

    two_branches(p, "");
    /* Uncommitted files. */
    project_write(p, "db/schema/schema.sql",
        "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INT, x);\n");
    assert_int_equal(project_checkout_code(p, &o, &r), FLASH_EREFUSED);
    assert_non_null(strstr(p->err.detail, "db/schema/schema.sql"));
    assert_non_null(strstr(p->err.hint, "--discard"));
    o.discard = true;
    project_must(p, project_checkout_code(p, &o, &r));
    assert_string_equal(project_read(p, "db/schema/schema.sql"), feature);
    project_checkout(p, "main");
    /* A drifted database. */
    project_sql(p, "CREATE TABLE extra(a)");
    o.discard = false;
    assert_int_equal(project_checkout_code(p, &o, &r), FLASH_EDRIFT);
    assert_non_null(strstr(p->err.hint, "commit --from db"));
    assert_non_null(strstr(p->err.hint, "--no-db"));
    o.carry = true;
    project_must(p, project_checkout_code(p, &o, &r));
    assert_true(r.move.drift_carried);
    assert_string_equal(tables(p), "extra\nix_users\ntags\nusers");
    assert_string_equal(project_read(p, ".flash/.git/HEAD"), "ref: refs/heads/feature\n");
    o = (struct checkout_options){.rev = STR("nothing")};
    assert_int_equal(project_checkout_code(p, &o, &r), FLASH_ENOTFOUND);
    o = (struct checkout_options){.create = STR("main")};
    assert_int_equal(project_checkout_code(p, &o, &r), FLASH_EEXISTS);
}

/* Files that belong to neither side, and changes that the switch does not touch, stay. */
static void test_carried_files(void **state)
{
    struct project *p = *state;
    struct checkout_options o = {.rev = STR("feature")};
    struct checkout_result r;

    project_target(p, "dev", "");
    project_write(p, "db/schema/a.sql", "CREATE TABLE a(x);\n");
    project_write(p, "db/schema/b.sql", "CREATE TABLE b(x);\n");
    project_commit(p, "Base");
    project_apply(p);
    project_branch(p, "feature");
    project_write(p, "db/schema/b.sql", "CREATE TABLE b(x, y);\n");
    project_write(p, "db/schema/sub/c.sql", "CREATE TABLE c(x);\n");
    project_commit(p, "Feature");
    project_checkout(p, "main");
    assert_false(file_exists(AT_FDCWD, project_path(p, "db/schema/sub")));
    project_write(p, "db/schema/a.sql", "-- mine\nCREATE TABLE a(x);\n");
    project_write(p, "db/schema/new.sql", "-- new\n");
    project_must(p, project_checkout_code(p, &o, &r));
    assert_int_equal(r.carried.len, 1);
    assert_string_equal(project_read(p, "db/schema/a.sql"), "-- mine\nCREATE TABLE a(x);\n");
    assert_string_equal(project_read(p, "db/schema/new.sql"), "-- new\n");
    assert_string_equal(project_read(p, "db/schema/b.sql"), "CREATE TABLE b(x, y);\n");
    assert_true(file_exists(AT_FDCWD, project_path(p, "db/schema/sub/c.sql")));
}

/* 'git checkout' moved the files already: HEAD and database follow. */
static void test_after_git_checkout(void **state)
{
    struct project *p = *state;
    struct checkout_options o = {.rev = STR("feature")};
    struct checkout_result r;

    two_branches(p, "");
    project_write(p, "db/schema/schema.sql", feature);
    project_must(p, project_checkout_code(p, &o, &r));
    assert_true(r.files_kept);
    assert_int_equal(r.db, CHECKOUT_DB_MOVED);
    assert_string_equal(tables(p), "ix_users\ntags\nusers");
    /* The same schema in other words counts too. */
    project_write(p, "db/schema/schema.sql",
        "create table users (id integer primary key, name text not null, age int);"
        "create table notes (id integer primary key, body text);");
    o.rev = STR("main");
    project_must(p, project_checkout_code(p, &o, &r));
    assert_true(r.files_kept);
    assert_string_equal(tables(p), "notes\nusers");
}

static void test_without_database(void **state)
{
    struct project *p = *state;
    struct checkout_options o = {.rev = STR("feature"), .no_db = true};
    struct checkout_result r;

    two_branches(p, "");
    project_must(p, project_checkout_code(p, &o, &r));
    assert_int_equal(r.db, CHECKOUT_DB_OFF);
    assert_string_equal(tables(p), "notes\nusers");
    /* The database is clean by its own record, so it catches up. */
    project_branch(p, "again");
    assert_string_equal(tables(p), "ix_users\ntags\nusers");
    o = (struct checkout_options){.rev = STR("main")};
    assert_int_equal(unlink(project_path(p, "dev.db")), 0);
    assert_int_equal(project_checkout_code(p, &o, &r), FLASH_ENOTFOUND);
    assert_non_null(strstr(p->err.hint, "--no-db"));
    assert_string_equal(project_read(p, ".flash/.git/HEAD"), "ref: refs/heads/again\n");
    project_target(p, "shared", "");
    project_must(p, project_checkout_code(p, &o, &r));
    assert_int_equal(r.db, CHECKOUT_DB_NOT_DEV);
    o.rev = STR("-");
    project_must(p, project_checkout_code(p, &o, &r));
    assert_string_equal(r.label.ptr, "again");
    o = (struct checkout_options){.rev = STR("again")};
    project_must(p, project_checkout_code(p, &o, &r));
    assert_true(r.already);
}

static void test_detached(void **state)
{
    struct project *p = *state;
    struct checkout_options o = {.rev = STR("feature~1")};
    struct checkout_result r;

    two_branches(p, "");
    project_checkout(p, "feature");
    project_must(p, project_checkout_code(p, &o, &r));
    assert_true(r.after.detached);
    assert_string_equal(tables(p), "notes\nusers");
    assert_string_equal(project_rows(p, "SELECT branch FROM _flash_head"), "NULL");
    o = (struct checkout_options){.rev = STR("feature"), .detach = true};
    project_must(p, project_checkout_code(p, &o, &r));
    assert_true(r.after.detached);
    assert_string_equal(tables(p), "ix_users\ntags\nusers");
}

static void test_new_not_null(void **state)
{
    struct project *p = *state;
    struct checkout_options o = {.rev = STR("main")};
    struct checkout_result r;
    struct fill fill = {STR("users"), STR("age"), STR("7")};

    project_target(p, "dev", "");
    project_write(
        p, "db/schema/s.sql", "CREATE TABLE users(id INTEGER PRIMARY KEY, age INT NOT NULL);\n");
    project_commit(p, "Base");
    project_apply(p);
    project_sql(p, "INSERT INTO users VALUES(1, 30)");
    project_branch(p, "feature");
    project_write(p, "db/schema/s.sql", "CREATE TABLE users(id INTEGER PRIMARY KEY);\n");
    project_commit(p, "Feature");
    project_checkout(p, "main");
    project_checkout(p, "feature");
    project_sql(p, "INSERT INTO users VALUES(2), (3)");
    assert_int_equal(project_checkout_code(p, &o, &r), FLASH_EREFUSED);
    assert_non_null(strstr(p->err.message, "2 rows"));
    assert_non_null(strstr(p->err.hint, "--fill users.age="));
    assert_string_equal(project_rows(p, "SELECT count(*) FROM users"), "3");
    o.fills = &fill;
    o.nfills = 1;
    project_must(p, project_checkout_code(p, &o, &r));
    assert_string_equal(project_rows(p, "SELECT * FROM users ORDER BY 1"), "1|30\n2|7\n3|7");
}

static void test_objects(void **state)
{
    struct project *p = *state;
    struct flash_str word = STR("users");
    struct objglob glob = {&word, 1};
    struct checkout_objects_result r;

    two_branches(p, "");
    project_write(p, "db/schema/schema.sql",
        "-- all\nCREATE TABLE users(id INTEGER PRIMARY KEY);\nCREATE TABLE notes(id INTEGER);\n");
    project_reopen(p);
    project_must(p, checkout_objects(p->repo, STR_NULL, &glob, &p->arena, p->scratch, &r, &p->err));
    assert_int_equal(r.len, 1);
    assert_string_equal(r.titles[0].ptr, "table users");
    const char *text = project_read(p, "db/schema/schema.sql");
    assert_non_null(strstr(text, "name TEXT NOT NULL, age INT"));
    assert_non_null(strstr(text, "CREATE TABLE notes(id INTEGER);"));
    word = STR("nobody");
    assert_int_equal(checkout_objects(p->repo, STR_NULL, &glob, &p->arena, p->scratch, &r, &p->err),
        FLASH_ENOTFOUND);
}

static void told(void *payload, const struct recover_report *report)
{
    *(struct recover_report *)payload = *report;
}

/* Killed before, or after, the database committed: undone, or finished. */
static void test_recovery(void **state)
{
    struct project *p = *state;
    struct recover_report report = {0};
    struct head head;
    struct store *store;

    two_branches(p, "");
    for (int committed = 0; committed < 2; committed++) {
        pid_t child = fork();
        if (child == 0) {
            struct checkout_options o = {.rev = STR("feature")};
            struct checkout_result r;
            struct journals all;
            if (committed) {
                /* HEAD cannot move, so the journal stays as a kill would leave it. */
                project_write(p, ".flash/.git/HEAD.lock", "");
                (void)project_checkout_code(p, &o, &r);
                _exit(0);
            }
            struct journal j = {.kind = JOURNAL_CHECKOUT,
                .fd = -1,
                .database = true,
                .files = true,
                .target = STR("dev"),
                .url = STR("sqlite:dev.db"),
                .to_branch = STR("feature"),
                .from_branch = STR("main")};
            (void)all;
            (void)journal_begin(p->repo, &j, &p->arena, NULL);
            _exit(0);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        (void)unlink(project_path(p, ".flash/.git/HEAD.lock"));
        project_reopen(p);
        assert_non_null(repo_operation(p->repo, &p->arena));
        project_must(p, recover_run(p->repo, told, &report, p->scratch, &p->err));
        assert_null(repo_operation(p->repo, &p->arena));
        assert_int_equal(report.outcome, committed ? RECOVER_FORWARD : RECOVER_UNDONE);
        project_must(p, repo_store(p->repo, &store, &p->err));
        project_must(p, head_read(store, &p->arena, &head, &p->err));
        assert_string_equal(head.branch.ptr, committed ? "feature" : "main");
        assert_string_equal(project_read(p, "db/schema/schema.sql"), committed ? feature : base);
        assert_string_equal(tables(p), committed ? "ix_users\ntags\nusers" : "notes\nusers");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROJECT_TEST(test_park),
        PROJECT_TEST(test_stash),
        PROJECT_TEST(test_copy),
        PROJECT_TEST(test_discard),
        PROJECT_TEST(test_refusals),
        PROJECT_TEST(test_carried_files),
        PROJECT_TEST(test_after_git_checkout),
        PROJECT_TEST(test_without_database),
        PROJECT_TEST(test_detached),
        PROJECT_TEST(test_new_not_null),
        PROJECT_TEST(test_objects),
        PROJECT_TEST(test_recovery),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

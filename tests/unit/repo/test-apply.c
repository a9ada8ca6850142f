#include "project.h"

#include <sys/wait.h>

static const char v1[] = "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"
                         "CREATE TABLE notes(id INTEGER PRIMARY KEY, body TEXT);\n";
static const char v2[] =
    "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INT);\n"
    "CREATE TABLE notes(id INTEGER PRIMARY KEY, body TEXT);\n"
    "CREATE INDEX ix_users ON users(name);\n";
static const char v3[] =
    "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INT);\n"
    "CREATE INDEX ix_users ON users(name);\n";

static void commit_v(struct project *p, const char *text, const char *message)
{
    project_write(p, "db/schema/schema.sql", text);
    project_commit(p, message);
}

static void test_records(void **state)
{
    struct project *p = *state;
    struct apply_options o = {0};
    struct move_report r;

    project_target(p, "dev", "");
    commit_v(p, v1, "First tables");
    project_must(p, project_apply_code(p, &o, &r));
    assert_true(r.done && r.makes_database);
    assert_int_equal(r.ledger_id, 1);
    project_must(p, project_apply_code(p, &o, &r));
    assert_true(r.nothing);
    project_sql(p, "INSERT INTO users VALUES(1, 'ann')");
    commit_v(p, v2, "Age and index");
    project_must(p, project_apply_code(p, &o, &r));
    assert_true(r.done);
    assert_string_equal(project_rows(p, "SELECT id, parent_id, name, kind, state FROM "
                                        "_flash_migrations"),
        "1|0|first_tables|apply|done\n2|1|age_and_index|apply|done");
    assert_string_equal(
        project_rows(p, "SELECT branch, length(commit_id), role FROM _flash_head"), "main|40|dev");
    assert_string_equal(project_rows(p, "SELECT * FROM users"), "1|ann|NULL");
    /* The stored ways there and back. */
    assert_string_equal(
        project_rows(
            p, "SELECT plan IS NOT NULL, inverse IS NOT NULL FROM _flash_migrations WHERE id = 2"),
        "1|1");
}

static void test_dry_run(void **state)
{
    struct project *p = *state;
    struct apply_options o = {.dry_run = true};
    struct move_report r;
    char hash[41];

    project_target(p, "dev", "");
    commit_v(p, v1, "one");
    project_must(p, project_apply_code(p, &o, &r));
    assert_false(r.done);
    assert_int_equal(r.plan.steps.len, 2);
    assert_false(file_exists(AT_FDCWD, project_path(p, "dev.db")));
    memcpy(hash, r.plan.hash, sizeof(hash));
    o = (struct apply_options){.plan_hash = STR("0123456789")};
    assert_int_equal(project_apply_code(p, &o, &r), FLASH_EREFUSED);
    assert_non_null(strstr(p->err.hint, "--plan"));
    assert_false(file_exists(AT_FDCWD, project_path(p, "dev.db")));
    o.plan_hash = str_from(hash);
    project_must(p, project_apply_code(p, &o, &r));
    assert_true(r.done);
}

static void test_data_loss(void **state)
{
    struct project *p = *state;
    struct flash_str allow = STR("DS102");
    struct apply_options o = {0};
    struct move_report r;

    project_target(p, "dev", "");
    commit_v(p, v2, "one");
    project_apply(p);
    project_sql(p, "INSERT INTO notes VALUES(1, 'keep'), (2, 'me')");
    commit_v(p, v3, "two");
    assert_int_equal(project_apply_code(p, &o, &r), FLASH_EREFUSED);
    assert_non_null(strstr(p->err.hint, "--allow DS102"));
    assert_int_equal(r.losses.len, 1);
    assert_int_equal(r.losses.items[0].rows, 2);
    assert_string_equal(project_rows(p, "SELECT count(*) FROM notes"), "2");
    o.allow = &allow;
    o.nallow = 1;
    project_must(p, project_apply_code(p, &o, &r));
    assert_string_equal(
        project_rows(p, "SELECT count(*) FROM sqlite_schema WHERE name = 'notes'"), "0");
}

static void test_drift(void **state)
{
    struct project *p = *state;
    struct apply_options o = {0};
    struct move_report r;

    project_target(p, "dev", "");
    commit_v(p, v1, "one");
    project_apply(p);
    commit_v(p, v2, "two");
    project_sql(p, "CREATE TABLE extra(a)");
    assert_int_equal(project_apply_code(p, &o, &r), FLASH_EDRIFT);
    assert_non_null(strstr(p->err.hint, "--carry"));
    o.carry = true;
    project_must(p, project_apply_code(p, &o, &r));
    assert_true(r.drift_carried);
    assert_string_equal(
        project_rows(
            p, "SELECT name FROM sqlite_schema WHERE name IN ('extra', 'ix_users') ORDER BY 1"),
        "extra\nix_users");
    /* Still drift, until somebody decides. */
    o.carry = false;
    assert_int_equal(project_apply_code(p, &o, &r), FLASH_EDRIFT);
    struct flash_str allow = STR("data-loss");
    o = (struct apply_options){.discard = true, .allow = &allow, .nallow = 1};
    project_must(p, project_apply_code(p, &o, &r));
    assert_true(r.drift_discarded);
    assert_string_equal(
        project_rows(p, "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"), "0");
    o = (struct apply_options){0};
    project_must(p, project_apply_code(p, &o, &r));
    assert_true(r.nothing);
}

/* By hand what the next apply would do: taken over, not refused. */
static void test_adopt(void **state)
{
    struct project *p = *state;
    struct apply_options o = {0};
    struct move_report r;

    project_target(p, "dev", "");
    commit_v(p, v1, "one");
    project_sql(p, v1);
    project_must(p, project_apply_code(p, &o, &r));
    assert_true(r.adopts && r.done);
    assert_string_equal(project_rows(p, "SELECT kind FROM _flash_migrations"), "adopt");
    commit_v(p, v2, "two");
    project_sql(p, "ALTER TABLE users ADD COLUMN age INT; CREATE INDEX ix_users ON users(name)");
    project_must(p, project_apply_code(p, &o, &r));
    assert_true(r.adopts);
    assert_string_equal(project_rows(p, "SELECT kind FROM _flash_migrations"), "adopt\nadopt");
}

static void test_protected(void **state)
{
    struct project *p = *state;
    struct flash_str allow[] = {STR("non-ff"), STR("data-loss")};
    struct apply_options o = {0};
    struct move_report r;

    project_target(p, "protected", "");
    commit_v(p, v1, "one");
    commit_v(p, v2, "two");
    project_must(p, project_apply_code(p, &o, &r));
    o.endpoint = STR("HEAD~1");
    assert_int_equal(project_apply_code(p, &o, &r), FLASH_EREFUSED);
    assert_non_null(strstr(p->err.hint, "non-ff"));
    o.allow = allow;
    o.nallow = 2;
    project_must(p, project_apply_code(p, &o, &r));
    o = (struct apply_options){0};
    project_must(p, project_apply_code(p, &o, &r));
    project_sql(p, "CREATE TABLE extra(a)");
    commit_v(p, v3, "three");
    o = (struct apply_options){.allow = allow, .nallow = 2, .discard = true, .carry = true};
    assert_int_equal(project_apply_code(p, &o, &r), FLASH_EDRIFT);
}

static void test_fill(void **state)
{
    struct project *p = *state;
    struct fill fill = {STR("users"), STR("email"), STR("name || '@example.org'")};
    struct apply_options o = {0};
    struct move_report r;

    project_target(p, "dev", "");
    commit_v(p, v1, "one");
    project_apply(p);
    project_sql(p, "INSERT INTO users VALUES(1, 'ann'), (2, 'bob')");
    commit_v(p,
        "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL);\n"
        "CREATE TABLE notes(id INTEGER PRIMARY KEY, body TEXT);\n",
        "email");
    assert_int_equal(project_apply_code(p, &o, &r), FLASH_EREFUSED);
    assert_non_null(strstr(p->err.message, "2 rows"));
    assert_non_null(strstr(p->err.hint, "--fill users.email="));
    o.fills = &fill;
    o.nfills = 1;
    project_must(p, project_apply_code(p, &o, &r));
    assert_string_equal(
        project_rows(p, "SELECT email FROM users"), "ann@example.org\nbob@example.org");
}

/* Without a project: an url and a file. */
static void test_without_project(void **state)
{
    struct project *p = *state;
    struct endpoint_context context = {.diags = &p->diags};
    const char *url = arena_cprintf(&p->arena, "sqlite:%s/dev.db", p->dir);
    struct apply_options o = {.context = &context, .database = url};
    struct move_report r;

    project_write(p, "v1.sql", v1);
    project_write(p, "v2.sql", v2);
    o.endpoint = str_from(project_path(p, "v1.sql"));
    project_must(p, apply_run(&o, &p->arena, p->scratch, &r, &p->err));
    project_must(p, apply_run(&o, &p->arena, p->scratch, &r, &p->err));
    assert_true(r.nothing);
    o.endpoint = str_from(project_path(p, "v2.sql"));
    project_must(p, apply_run(&o, &p->arena, p->scratch, &r, &p->err));
    assert_string_equal(
        project_rows(p, "SELECT name, from_commit FROM _flash_migrations"), "v1|NULL\nv2|NULL");
    o.endpoint = STR_NULL;
    assert_int_equal(apply_run(&o, &p->arena, p->scratch, &r, &p->err), FLASH_EUSAGE);
    o.endpoint = STR("v1.sql");
    o.database = NULL;
    assert_int_equal(apply_run(&o, &p->arena, p->scratch, &r, &p->err), FLASH_ENOTFOUND);
}

static void test_ledger_tampered(void **state)
{
    struct project *p = *state;
    struct apply_options o = {0};
    struct move_report r;
    size_t rows = 0, problems = 0;

    project_target(p, "dev", "");
    commit_v(p, v1, "one");
    project_apply(p);
    commit_v(p, v2, "two");
    project_apply(p);
    struct endpoint_context context = {.repo = p->repo, .cwd = p->dir};
    project_must(p, apply_fsck(&context, NULL, NULL, NULL, p->scratch, &rows, &problems, &p->err));
    assert_int_equal(rows, 2);
    assert_int_equal(problems, 0);
    project_sql(p,
        "UPDATE _flash_migrations SET plan = (SELECT plan FROM _flash_migrations WHERE id "
        "= 1) WHERE id = 2");
    project_must(p, apply_fsck(&context, NULL, NULL, NULL, p->scratch, &rows, &problems, &p->err));
    assert_int_equal(problems, 1);
    assert_int_equal(project_apply_code(p, &o, &r), FLASH_ECORRUPT);
    assert_non_null(strstr(p->err.hint, "fsck --db"));
}

/* Eight at once: one does it, seven find it done. */
static void test_race(void **state)
{
    struct project *p = *state;
    pid_t children[8];
    int status, nothing = 0, done = 0;

    project_target(p, "dev", "");
    commit_v(p, v2, "one");
    for (int i = 0; i < 8; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct apply_options o = {0};
            struct move_report r;
            int rc = project_apply_code(p, &o, &r);
            if (rc < 0)
                fprintf(stderr, "%s (%s)\n", p->err.message, p->err.detail);
            _exit(rc < 0 ? 2 : r.nothing ? 1 : 0);
        }
    }
    for (int i = 0; i < 8; i++) {
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        nothing += WEXITSTATUS(status) == 1;
        done += WEXITSTATUS(status) == 0;
    }
    assert_int_equal(done, 1);
    assert_int_equal(nothing, 7);
    assert_string_equal(project_rows(p, "SELECT count(*) FROM _flash_migrations"), "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROJECT_TEST(test_records),
        PROJECT_TEST(test_dry_run),
        PROJECT_TEST(test_data_loss),
        PROJECT_TEST(test_drift),
        PROJECT_TEST(test_adopt),
        PROJECT_TEST(test_protected),
        PROJECT_TEST(test_fill),
        PROJECT_TEST(test_without_project),
        PROJECT_TEST(test_ledger_tampered),
        PROJECT_TEST(test_race),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

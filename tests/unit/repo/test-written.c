#include "project.h"

#include "objects/graph/graph.h"
#include "repo/move-edge.h"
#include "repo/snapshot.h"

#define ONE "CREATE TABLE t (a INTEGER PRIMARY KEY, b INT);\n"
#define TWO "CREATE TABLE t (a INTEGER PRIMARY KEY, b INT, c INT);\n"

static struct oid schema_of(struct project *p, const char *rev)
{
    struct oid commit, schema;
    struct store *s;

    project_must(p, repo_store(p->repo, &s, &p->err));
    project_must(p, rev_parse(s, str_from(rev), &commit, &p->err));
    project_must(p, snapshot_schema_oid(s, &commit, p->scratch, &schema, &p->err));
    return schema;
}

/* The schema that the files would be committed as. */
static struct oid schema_of_files(struct project *p, const char *sql)
{
    struct source *src = arena_new(&p->arena, struct source);
    struct schema *s;
    struct diags diags;
    struct oid id;

    diags_init(&diags, &p->arena);
    project_must(p, source_init(src, STR("x.sql"), str_from(sql), &p->err));
    project_must(p, dialect_parse(dialect_default(), &p->arena, src, 1, &s, NULL, &diags, &p->err));
    project_must(p, snapshot_oid(s, p->scratch, &id, &p->err));
    return id;
}

static const char *edge_path(struct project *p, const struct oid *from, const struct oid *to)
{
    struct move_edge edge;

    move_edge_name(&edge, &p->arena, from, to);
    return arena_cprintf(&p->arena, "db/migrations/%.*s", STR_ARG(edge.name));
}

static void start(struct project *p)
{
    project_target(p, "dev", "");
    project_write(p, "db/schema/t.sql", ONE);
    project_commit(p, "one");
    project_apply(p);
    project_sql(p, "INSERT INTO t VALUES (1, 10), (2, 20)");
}

/* A commit of the files, with what leads to it. */
static void commit_written(struct project *p, const char *files, const char *sql)
{
    struct oid from = schema_of(p, "HEAD"), to = schema_of_files(p, files);

    project_write(p, "db/schema/t.sql", files);
    project_write(p, edge_path(p, &from, &to), sql);
    project_commit(p, "written");
}

static void test_rows_alone(void **state)
{
    struct project *p = *state;

    start(p);
    commit_written(p, "-- doubled\n" ONE, "UPDATE t SET b = b * 2;");
    project_apply(p);
    assert_string_equal(project_rows(p, "SELECT b FROM t"), "20\n40");
    /* What it did has no way back of its own. */
    project_checkout(p, "HEAD~1");
    assert_string_equal(project_rows(p, "SELECT b FROM t"), "20\n40");
    assert_string_equal(project_rows(p, "SELECT steps_total FROM _flash_migrations"), "1\n1\n0");
}

/* Off one branch to where both began, and up the other: each edge once, in this order. */
static void test_over_the_fork(void **state)
{
    struct project *p = *state;

    start(p);
    project_branch(p, "side");
    commit_written(p, TWO, "ALTER TABLE t ADD COLUMN c INT; UPDATE t SET c = b + 1;");
    project_checkout(p, "main");
    project_write(p, "db/schema/t.sql", "CREATE TABLE t (a INTEGER PRIMARY KEY, b INT, d INT);\n");
    project_commit(p, "planned");
    project_checkout(p, "main");
    project_apply(p);
    project_checkout(p, "side");
    assert_string_equal(project_rows(p, "SELECT a, b, c FROM t"), "1|10|11\n2|20|21");
    assert_string_equal(project_rows(p, "SELECT name FROM pragma_table_info('t')"), "a\nb\nc");
}

/* Two edges of one name: each runs what its own commit keeps, whatever the file says by now. */
static void test_one_name_twice(void **state)
{
    struct project *p = *state;
    struct apply_options options = {.endpoint = STR("HEAD~2")};
    struct move_report report;

    start(p);
    commit_written(p, TWO, "ALTER TABLE t ADD COLUMN c INT; UPDATE t SET c = 1;");
    project_write(p, "db/schema/t.sql", ONE);
    project_commit(p, "back");
    commit_written(p, TWO, "ALTER TABLE t ADD COLUMN c INT; UPDATE t SET c = 2;");
    project_must(p, project_apply_code(p, &options, &report));
    assert_string_equal(project_rows(p, "SELECT c FROM t"), "1\n1");
    assert_int_equal(p->diags.warnings, 1);
    options = (struct apply_options){
        .discard = true, .allow = (const struct flash_str[]){STR("data-loss")}, .nallow = 1};
    project_must(p, project_apply_code(p, &options, &report));
    assert_string_equal(project_rows(p, "SELECT c FROM t"), "2\n2");
    assert_int_equal(p->diags.warnings, 0);
}

/* Data mode copy keeps the whole database: what a hand-written migration drops needs no consent. */
static void test_copy_covers(void **state)
{
    struct project *p = *state;
    struct checkout_options o = {.rev = STR("main"), .has_data = true, .data = DATA_COPY};
    struct checkout_result r;

    start(p);
    project_branch(p, "side");
    commit_written(p, "CREATE TABLE u (a INTEGER PRIMARY KEY, b INT);\n",
        "CREATE TABLE u (a INTEGER PRIMARY KEY, b INT); INSERT INTO u SELECT * FROM t; "
        "DROP TABLE t;");
    project_must(p, project_checkout_code(p, &o, &r));
    o.rev = STR("side");
    project_must(p, project_checkout_code(p, &o, &r));
    assert_string_equal(project_rows(p, "SELECT * FROM u"), "1|10\n2|20");
    for (size_t i = 0; i < r.move.losses.len; i++)
        assert_true(r.move.losses.items[i].kept);
}

/* The scratch database has no rows; these ones do not let it through. */
static void test_rows_lead_elsewhere(void **state)
{
    struct project *p = *state;
    struct apply_options options = {0};
    struct move_report report;

    start(p);
    commit_written(
        p, TWO, "ALTER TABLE t ADD COLUMN c INT; INSERT INTO t(a) SELECT a FROM t WHERE a = 1;");
    assert_true(project_apply_code(p, &options, &report) < 0);
    assert_string_equal(project_rows(p, "SELECT * FROM t"), "1|10\n2|20");
    assert_int_equal(report.done, false);
}

static int check_code(struct project *p, const char *sql)
{
    struct oid from = schema_of(p, "HEAD"), to = schema_of_files(p, TWO);
    struct apply_options options = {.endpoint = STR("@files"), .dry_run = true};
    struct move_report report;

    project_write(p, "db/schema/t.sql", TWO);
    project_write(p, edge_path(p, &from, &to), sql);
    return project_apply_code(p, &options, &report);
}

static void test_what_is_refused(void **state)
{
    static const char *const bad[] = {
        "ALTER TABLE t ADD COLUMN c TEXT",
        "ALTER TABLE t ADD COLUMN c INT; pragma foreign_keys = on",
        "ALTER TABLE t ADD COLUMN c INT; Begin; END",
        "ALTER TABLE t ADD COLUMN c INT; ATTACH 'x.db' AS x",
        "ALTER TABLE t ADD COLUMN c INT; UPDATE [_FLASH_head] SET role = 'dev'",
        "ALTER TABLE t ADD COLUMN c INT; .read other.sql",
        "ALTER TABLE t ADD COLUMN c INT; UPDATE t SET nowhere = 1",
        "",
    };
    struct project *p = *state;

    start(p);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        if (check_code(p, bad[i]) != FLASH_EREFUSED)
            fail_msg("'%s': %s", bad[i], p->err.message);
    assert_int_equal(check_code(p, "ALTER TABLE t ADD COLUMN c 'unfinished"), FLASH_ESYNTAX);
    assert_int_equal(p->err.line, 1);
    project_must(p, check_code(p, "ALTER TABLE t -- as\nADD COLUMN c INT;;"));
}

/* The hash that --plan takes is over the statements, not over how they are laid out. */
static void test_layout_does_not_count(void **state)
{
    struct apply_options options = {.endpoint = STR("@files"), .dry_run = true};
    struct project *p = *state;
    struct move_report report;
    char hash[41];

    start(p);
    project_must(p, check_code(p, "ALTER TABLE t ADD COLUMN c INT; UPDATE t SET c = 1;"));
    project_must(p, project_apply_code(p, &options, &report));
    memcpy(hash, report.plan.hash, sizeof(hash));
    project_must(
        p, check_code(p, "/* c */ALTER  TABLE t\nADD COLUMN c INT;\n\nUPDATE t SET c = 1"));
    project_must(p, project_apply_code(p, &options, &report));
    assert_string_equal(hash, report.plan.hash);
    project_must(p, check_code(p, "ALTER TABLE t ADD COLUMN c INT; UPDATE t SET c = 2;"));
    project_must(p, project_apply_code(p, &options, &report));
    assert_string_not_equal(hash, report.plan.hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROJECT_TEST(test_rows_alone),
        PROJECT_TEST(test_over_the_fork),
        PROJECT_TEST(test_one_name_twice),
        PROJECT_TEST(test_copy_covers),
        PROJECT_TEST(test_rows_lead_elsewhere),
        PROJECT_TEST(test_what_is_refused),
        PROJECT_TEST(test_layout_does_not_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Renames put into the trees of real SQL: what SQLite's RENAME does by itself is seen as such. */

#include "diff/resolve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/str.h"
#include "dialect/dialect.h"
#include "show.h"

static struct schema *parse(struct arena *a, const char *sql)
{
    struct flash_error err = {0};
    struct read_report report = {0};
    struct diags diags;
    struct schema *s = NULL;
    struct source *src = arena_new(a, struct source);
    diags_init(&diags, a);
    assert_int_equal(source_init(src, STR("test.sql"), str_from(sql), &err), 0);
    int rc = dialect_parse(dialect_find(STR("sqlite")), a, src, 1, &s, &report, &diags, &err);
    if (rc < 0)
        print_error("%s\n%s\n", err.message, err.detail);
    assert_int_equal(rc, 0);
    return s;
}

static void check(const char *from, const char *to, const char *want)
{
    struct arena a, scratch;
    struct flash_error err = {0};
    struct rename_list renames = {0};
    struct change_list changes = {0};
    struct strbuf b;
    arena_init(&a, ARENA_DEFAULT);
    arena_init(&scratch, ARENA_DEFAULT);
    struct schema *x = parse(&a, from), *y = parse(&a, to);
    struct diff_options opt = {.renames = &renames};
    diff_collect_was(y, &a, &renames);
    assert_int_equal(diff_schemas(x, y, &opt, &a, scratch, &changes, &err), 0);
    assert_int_equal(diff_verify(x, y, &changes, scratch, &err), 0);
    strbuf_init(&b, &a, 100000);
    show_changes(&changes, &b);
    assert_string_equal(b.len > 0 ? b.ptr : "", want);
    arena_release(&a);
    arena_release(&scratch);
}

#define USERS_FROM "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, team INT);\n"
#define USERS_TO                                                                                   \
    "-- was: users\n"                                                                              \
    "CREATE TABLE people (id INTEGER PRIMARY KEY,\n"                                               \
    "  nick TEXT, -- was: name\n"                                                                  \
    "  team INT);\n"
#define USERS_CHANGES "modify table people was users; rename column people.nick was name; "
#define TEAMS         "CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);\n"

static void test_inside_a_table(void **state)
{
    (void)state;
    check("CREATE TABLE t (a INT, b INT AS (a + 1), CHECK (a > 0 AND t.a < 9));\n"
          "CREATE INDEX i ON t (a, abs(a)) WHERE a IS NOT NULL;\n",
        "CREATE TABLE t (\n  x INT, -- was: a\n  b INT AS (x + 1), CHECK (x > 0 AND t.x < 9));\n"
        "CREATE INDEX i ON t (x, abs(x)) WHERE x IS NOT NULL;\n",
        "modify table t; rename column t.x was a; modify column t.b, generated follows; modify "
        "check t(x > 0 AND x < 9), expression follows; modify index t.i, keys, where follows");
}

static void test_views(void **state)
{
    (void)state;
    check(USERS_FROM TEAMS
        "CREATE VIEW v AS SELECT u.name, users.id FROM users u, users JOIN teams ON users.team = "
        "teams.id WHERE teams.name = u.name ORDER BY u.name;\n"
        "CREATE VIEW w AS WITH users AS (SELECT 1 AS name) SELECT name FROM users;\n"
        "CREATE VIEW x AS SELECT name FROM users WHERE EXISTS (SELECT 1 FROM teams WHERE "
        "users.team = teams.id AND name = 'a');\n",
        USERS_TO TEAMS
        "CREATE VIEW v AS SELECT u.nick, people.id FROM people u, people JOIN teams ON people.team "
        "= teams.id WHERE teams.name = u.nick ORDER BY u.nick;\n"
        "CREATE VIEW w AS WITH users AS (SELECT 1 AS name) SELECT name FROM users;\n"
        "CREATE VIEW x AS SELECT nick FROM people WHERE EXISTS (SELECT 1 FROM teams WHERE "
        "people.team = teams.id AND name = 'a');\n",
        USERS_CHANGES "modify view v, query follows; modify view x, query follows");
}

static void test_triggers(void **state)
{
    (void)state;
    check(USERS_FROM TEAMS
        "CREATE TRIGGER a AFTER UPDATE OF name ON users WHEN new.name <> old.name BEGIN\n"
        "  UPDATE users SET name = upper(new.name) WHERE id = old.id;\n"
        "  INSERT INTO users (name, team) SELECT name, id FROM teams WHERE 1\n"
        "    ON CONFLICT (id) DO UPDATE SET name = excluded.name;\n"
        "  DELETE FROM users WHERE name IS NULL;\n"
        "END;\n"
        "CREATE TRIGGER b AFTER INSERT ON teams BEGIN SELECT name, new.name FROM teams; END;\n",
        USERS_TO TEAMS
        "CREATE TRIGGER a AFTER UPDATE OF nick ON people WHEN new.nick <> old.nick BEGIN\n"
        "  UPDATE people SET nick = upper(new.nick) WHERE id = old.id;\n"
        "  INSERT INTO people (nick, team) SELECT name, id FROM teams WHERE 1\n"
        "    ON CONFLICT (id) DO UPDATE SET nick = excluded.nick;\n"
        "  DELETE FROM people WHERE nick IS NULL;\n"
        "END;\n"
        "CREATE TRIGGER b AFTER INSERT ON teams BEGIN SELECT name, new.name FROM teams; END;\n",
        USERS_CHANGES "modify trigger a, of columns, table, when, body follows");
}

static void test_what_does_not_follow(void **state)
{
    (void)state;
    check(USERS_FROM "CREATE VIEW v AS SELECT name FROM users;\n",
        USERS_TO "CREATE VIEW v AS SELECT nick FROM people WHERE id > 0;\n",
        USERS_CHANGES "modify view v, query");
    check(USERS_FROM "CREATE VIEW v AS SELECT name FROM users;\n"
                     "CREATE VIEW w AS SELECT name FROM v;\n",
        USERS_TO "CREATE VIEW v AS SELECT nick FROM people;\n"
                 "CREATE VIEW w AS SELECT nick FROM v;\n",
        USERS_CHANGES "modify view v, query follows; modify view w, query");
}

static void test_using(void **state)
{
    (void)state;
    check("CREATE TABLE a (k INT, x INT); CREATE TABLE b (k INT, y INT);\n"
          "CREATE VIEW v AS SELECT x, y FROM a JOIN b USING (k);\n",
        "CREATE TABLE a (\n  key INT, -- was: k\n  x INT);\n"
        "CREATE TABLE b (\n  key INT, -- was: k\n  y INT);\n"
        "CREATE VIEW v AS SELECT x, y FROM a JOIN b USING (key);\n",
        "modify table a; rename column a.key was k; modify table b; rename column b.key was k; "
        "modify view v, query follows");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_inside_a_table),
        cmocka_unit_test(test_views), cmocka_unit_test(test_triggers),
        cmocka_unit_test(test_what_does_not_follow), cmocka_unit_test(test_using)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

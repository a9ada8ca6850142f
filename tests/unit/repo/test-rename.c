#include "repo-fixture.h"

#include "repo/rename-files.h"
#include "repo/rename-ids.h"
#include "repo/rename.h"

#define ALL                                                                                        \
    "-- people who log in\nCREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  name TEXT -- "       \
    "shown\n);\n"                                                                                  \
    "CREATE INDEX users_name ON users(name);\n"
#define MORE                                                                                       \
    "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id), name TEXT);\n"  \
    "CREATE VIEW names AS SELECT u.name, p.name AS title FROM users AS u JOIN posts p ON "         \
    "p.user_id = u.id;\n"                                                                          \
    "CREATE TRIGGER tr AFTER INSERT ON users BEGIN\n  UPDATE users SET name = upper(new.name) "    \
    "WHERE id = new.id;\nEND;\n"

static int mv_rc(struct fixture *f, const char *from, const char *to, struct rename_result *res)
{
    diags_init(&f->diags, &f->a);
    return rename_files(
        f->r, str_from(from), str_from(to), &f->diags, &f->a, f->scratch, res, &f->err);
}

static struct rename_result mv(struct fixture *f, const char *from, const char *to)
{
    struct rename_result res;

    OK(mv_rc(f, from, to, &res));
    return res;
}

static void files(struct fixture *f)
{
    put(f, "db/schema/a.sql", ALL);
    put(f, "db/schema/b.sql", MORE);
    commit(f, "one");
}

static void test_table(void **state)
{
    struct fixture *f = *state;
    struct rename_result res;

    files(f);
    res = mv(f, "users", "people");
    assert_int_equal(res.files, 2);
    assert_str(res.title, "table users");
    assert_string_equal(get(f, "db/schema/a.sql"),
        "-- people who log in\n-- was: users\nCREATE TABLE people (\n  id INTEGER PRIMARY KEY,\n"
        "  name TEXT -- shown\n);\nCREATE INDEX users_name ON people(name);\n");
    assert_non_null(strstr(get(f, "db/schema/b.sql"), "FROM people AS u JOIN"));
    assert_non_null(
        strstr(get(f, "db/schema/b.sql"), "\n  UPDATE people SET name = upper(new.name) "));
    assert_int_equal(commit(f, "two").renames.len, 1);
}

static void test_column(void **state)
{
    struct fixture *f = *state;

    files(f);
    mv(f, "users.name", "full name");
    assert_string_equal(get(f, "db/schema/a.sql"),
        "-- people who log in\nCREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  -- was: name\n"
        "  \"full name\" TEXT -- shown\n);\nCREATE INDEX users_name ON users(\"full name\");\n");
    /* The other table's column of that name is left alone. */
    assert_non_null(strstr(get(f, "db/schema/b.sql"), "p.name"));
    assert_int_equal(commit(f, "two").renames.len, 1);
}

static void test_column_on_one_line(void **state)
{
    struct fixture *f = *state;
    struct record_result res;

    put(f, "db/schema/a.sql", "CREATE TABLE t(a INT, b INT, c INT)");
    commit(f, "one");
    mv(f, "t.b", "bb");
    res = commit(f, "two");
    assert_int_equal(res.renames.len, 1);
    assert_str(res.renames.items[0].to->text, "bb");
}

static void test_view_trigger_index(void **state)
{
    struct fixture *f = *state;
    struct record_result res;

    files(f);
    put(f, "db/schema/c.sql", "CREATE VIEW n2 AS SELECT title FROM names;\n");
    commit(f, "more");
    mv(f, "names", "labels");
    mv(f, "trigger:tr", "tr2");
    mv(f, "index:users_name", "by_name");
    assert_non_null(strstr(get(f, "db/schema/c.sql"), "FROM labels;"));
    assert_non_null(strstr(get(f, "db/schema/b.sql"), "-- was: tr\nCREATE TRIGGER tr2 AFTER"));
    assert_non_null(
        strstr(get(f, "db/schema/a.sql"), "-- was: users_name\nCREATE INDEX by_name ON"));
    res = commit(f, "two");
    assert_int_equal(res.renames.len, 3);
}

static void test_twice_before_a_commit(void **state)
{
    struct fixture *f = *state;
    struct record_result res;

    files(f);
    mv(f, "users", "people");
    mv(f, "people", "persons");
    assert_non_null(strstr(get(f, "db/schema/a.sql"), "\n-- was: users\nCREATE TABLE persons"));
    res = commit(f, "two");
    assert_int_equal(res.renames.len, 1);
    assert_str(res.renames.items[0].from->text, "users");
}

static void test_refused(void **state)
{
    struct fixture *f = *state;
    struct rename_result res;
    const char *before;

    files(f);
    before = get(f, "db/schema/a.sql");
    FAILS(FLASH_ENOTFOUND, mv_rc(f, "nobody", "x", &res));
    FAILS(FLASH_ENOTFOUND, mv_rc(f, "users.x", "y", &res));
    FAILS(FLASH_EEXISTS, mv_rc(f, "users", "posts", &res));
    FAILS(FLASH_EEXISTS, mv_rc(f, "users", "names", &res));
    FAILS(FLASH_EEXISTS, mv_rc(f, "users.name", "id", &res));
    FAILS(FLASH_EINVALID, mv_rc(f, "users", "users", &res));
    FAILS(FLASH_EINVALID, mv_rc(f, "users", "", &res));
    FAILS(FLASH_EINVALID, mv_rc(f, "users.name", "", &res));
    FAILS(FLASH_EINVALID, mv_rc(f, "users", "\"\"", &res));
    FAILS(FLASH_EINVALID, mv_rc(f, "", "x", &res));
    FAILS(FLASH_EINVALID, mv_rc(f, "users..x", "y", &res));
    assert_string_equal(get(f, "db/schema/a.sql"), before);
    put(f, "db/schema/z.sql", "CREATE TABLE (;\n");
    FAILS(FLASH_ESYNTAX, mv_rc(f, "users", "people", &res));
}

static void test_spelling_only(void **state)
{
    struct fixture *f = *state;

    files(f);
    mv(f, "users", "Users");
    assert_non_null(strstr(get(f, "db/schema/a.sql"), "CREATE TABLE Users ("));
    assert_false(commit(f, "two").nothing);
}

/* Records of columns follow their table's file; chains come out as one. */
static void test_records(void **state)
{
    struct fixture *f = *state;
    struct rename_list l = {0};
    struct oid first, last;

    files(f);
    first = head_id(f);
    mv(f, "users.name", "nick");
    commit(f, "two");
    mv(f, "users", "people");
    commit(f, "three");
    mv(f, "people.nick", "handle");
    last = commit(f, "four").commit;
    OK(rename_between(
        f->r->store, dialect_default(), &first, &last, &f->a, f->scratch, &l, &f->err));
    assert_int_equal(l.len, 2);
    for (size_t i = 0; i < l.len; i++) {
        if (l.items[i].kind == KIND_COLUMN) {
            assert_str(l.items[i].table->text, "people");
            assert_str(l.items[i].from->text, "name");
            assert_str(l.items[i].to->text, "handle");
        }
    }
    l = (struct rename_list){0};
    OK(rename_between(
        f->r->store, dialect_default(), &last, &last, &f->a, f->scratch, &l, &f->err));
    assert_int_equal(l.len, 0);
    OK(file_remove(AT_FDCWD, at(f, "db/schema/a.sql"), &f->err));
    OK(file_remove(AT_FDCWD, at(f, "db/schema/b.sql"), &f->err));
    last = commit(f, "gone").commit;
    OK(rename_between(f->r->store, dialect_default(), NULL, &last, &f->a, f->scratch, &l, &f->err));
    assert_int_equal(l.len, 0);
}

static void test_swap(void **state)
{
    struct fixture *f = *state;
    struct rename_list l = {0};
    struct oid first, last;

    put(f, "db/schema/a.sql",
        "CREATE TABLE t(a INT, b TEXT);\nCREATE TABLE x(p);\nCREATE TABLE y(q);\n");
    first = commit(f, "one").commit;
    put(f, "db/schema/a.sql",
        "CREATE TABLE t(\n-- was: a\nb INT,\n-- was: b\na TEXT);\n"
        "-- was: y\nCREATE TABLE x(q);\n-- was: x\nCREATE TABLE y(p);\n");
    last = commit(f, "two").commit;
    OK(rename_between(
        f->r->store, dialect_default(), &first, &last, &f->a, f->scratch, &l, &f->err));
    /* Both names are there on both sides, so the hints are inert, and nothing is recorded. */
    assert_int_equal(l.len, 0);
}

static void test_strange_names(void **state)
{
    struct fixture *f = *state;
    struct rename_list l = {0};
    struct oid first, last;

    put(f, "db/schema/a.sql", "CREATE TABLE \"a b%\"(x);\n");
    first = commit(f, "one").commit;
    mv(f, "\"a b%\"", "\xc3\xa9 \"q\"");
    last = commit(f, "two").commit;
    OK(rename_between(
        f->r->store, dialect_default(), &first, &last, &f->a, f->scratch, &l, &f->err));
    assert_int_equal(l.len, 1);
    assert_str(l.items[0].from->text, "a b%");
    assert_str(l.items[0].to->text, "\xc3\xa9 \"q\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_table),
        TEST(test_column),
        TEST(test_column_on_one_line),
        TEST(test_view_trigger_index),
        TEST(test_twice_before_a_commit),
        TEST(test_refused),
        TEST(test_spelling_only),
        TEST(test_records),
        TEST(test_swap),
        TEST(test_strange_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

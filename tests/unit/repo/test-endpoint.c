#include "repo-fixture.h"

#include "repo/branch.h"
#include "repo/endpoint.h"
#include "repo/rename.h"

#define USERS "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"
#define POSTS "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id));\n"

static struct endpoint_context context(struct fixture *f)
{
    return (struct endpoint_context){.repo = f->r, .cwd = f->dir, .diags = &f->diags};
}

static struct endpoint parse_word(struct fixture *f, const char *word)
{
    struct endpoint_context c = context(f);
    struct endpoint e;

    OK(endpoint_parse(&c, str_from(word), &f->a, &e, &f->err));
    return e;
}

static struct endpoint load(struct fixture *f, const char *word)
{
    struct endpoint_context c = context(f);
    struct endpoint e = parse_word(f, word);

    OK(endpoint_load(&c, &e, &f->a, f->scratch, &f->err));
    OK(endpoint_oid(&c, &e, &f->a, f->scratch, &f->err));
    return e;
}

static int parse_rc(struct fixture *f, const char *word)
{
    struct endpoint_context c = context(f);
    struct endpoint e;

    return endpoint_parse(&c, str_from(word), &f->a, &e, &f->err);
}

static void test_split(void **state)
{
    static const struct {
        const char *word, *from, *to;
        bool split, three;
    } cases[] = {
        {"a..b", "a", "b", true, false},
        {"a...b", "a", "b", true, true},
        {"a..", "a", "", true, false},
        {"..b", "", "b", true, false},
        {"...", "", "", true, true},
        {"a@{1..2}..b", "a@{1..2}", "b", true, false},
        {"a^{/x..y}...b", "a^{/x..y}", "b", true, true},
        {"feature/login..v1.0", "feature/login", "v1.0", true, false},
        {"main", "", "", false, false},
        {"./a..b", "", "", false, false},
        {"../x", "", "", false, false},
        {"/a..b", "", "", false, false},
        {"a..b.sql", "", "", false, false},
        {"sqlite:a..b", "", "", false, false},
        {"file:a..b", "", "", false, false},
        {"git:a..b", "", "", false, false},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct flash_str from = STR(""), to = STR("");
        bool three = false;

        if (endpoint_split(str_from(cases[i].word), &from, &to, &three) != cases[i].split)
            fail_msg("%s", cases[i].word);
        assert_str(from, cases[i].from);
        assert_str(to, cases[i].to);
        assert_int_equal(three, cases[i].three);
    }
}

static void test_range_words(void **state)
{
    struct fixture *f = *state;
    struct endpoint_range r;
    struct flash_str w[3] = {STR("a..b"), STR("c"), STR("d")};

    OK(endpoint_range_parse(NULL, 0, &r, &f->err));
    assert_str(r.from, "HEAD");
    assert_str(r.to, "@files");
    OK(endpoint_range_parse(w, 1, &r, &f->err));
    assert_true(r.given && !r.merge_base);
    FAILS(FLASH_EUSAGE, endpoint_range_parse(w, 2, &r, &f->err));
    FAILS(FLASH_EUSAGE, endpoint_range_parse(w, 3, &r, &f->err));
    w[0] = STR("x");
    OK(endpoint_range_parse(w, 1, &r, &f->err));
    assert_str(r.from, "x");
    assert_str(r.to, "@files");
    w[0] = STR("@db");
    OK(endpoint_range_parse(w, 1, &r, &f->err));
    assert_str(r.from, "HEAD");
    assert_str(r.to, "@db");
    w[0] = STR("a..");
    OK(endpoint_range_parse(w, 1, &r, &f->err));
    assert_str(r.to, "HEAD");
}

static void test_kinds(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    put(f, "x.sql", POSTS);
    assert_int_equal(parse_word(f, "main").kind, ENDPOINT_REVISION);
    assert_int_equal(parse_word(f, "HEAD").kind, ENDPOINT_REVISION);
    assert_int_equal(parse_word(f, "@").kind, ENDPOINT_REVISION);
    assert_int_equal(parse_word(f, "main@{0}").kind, ENDPOINT_REVISION);
    assert_int_equal(parse_word(f, ":/one").kind, ENDPOINT_REVISION);
    assert_int_equal(parse_word(f, "@empty").kind, ENDPOINT_EMPTY);
    assert_int_equal(parse_word(f, "@files").kind, ENDPOINT_FILES);
    assert_int_equal(parse_word(f, "git:HEAD").kind, ENDPOINT_GIT);
    assert_int_equal(parse_word(f, "x.sql").kind, ENDPOINT_PATH);
    assert_int_equal(parse_word(f, "./db").kind, ENDPOINT_PATH);
    assert_int_equal(parse_word(f, "file:db").kind, ENDPOINT_PATH);
    assert_int_equal(parse_word(f, "-").kind, ENDPOINT_STDIN);
    assert_int_equal(parse_word(f, "sqlite:a.db").kind, ENDPOINT_DB);
    assert_str(parse_word(f, "main").ref, "refs/heads/main");
    FAILS(FLASH_ENOTFOUND, parse_rc(f, "nowhere"));
    FAILS(FLASH_ENOTFOUND, parse_rc(f, "./nowhere"));
    FAILS(FLASH_EINVALID, parse_rc(f, ""));
    FAILS(FLASH_EINVALID, parse_rc(f, "git:"));
    FAILS(FLASH_EINVALID, parse_rc(f, "file:"));
    FAILS(FLASH_ENOTFOUND, parse_rc(f, "@db"));
}

static void test_both_ref_and_file(void **state)
{
    struct fixture *f = *state;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    OK(branch_create(f->r, STR("docs"), STR_NULL, false, f->scratch, NULL, &f->err));
    assert_int_equal(parse_word(f, "docs").kind, ENDPOINT_REVISION);
    put(f, "docs/a.sql", POSTS);
    FAILS(FLASH_EAMBIGUOUS, parse_rc(f, "docs"));
    assert_non_null(strstr(f->err.hint, "heads/docs"));
    assert_non_null(strstr(f->err.hint, "./docs"));
    assert_int_equal(parse_word(f, "heads/docs").kind, ENDPOINT_REVISION);
    assert_int_equal(parse_word(f, "./docs").kind, ENDPOINT_PATH);
    put(f, "notes", "x");
    FAILS(FLASH_ENOTFOUND, parse_rc(f, "notes"));
    assert_non_null(strstr(f->err.hint, "./notes"));
}

static void test_unborn_head_is_empty(void **state)
{
    struct fixture *f = *state;
    struct endpoint e = load(f, "HEAD");

    assert_int_equal(e.kind, ENDPOINT_EMPTY);
    assert_int_equal(e.schema->objects.len, 0);
    assert_oid(e.schema_oid, oid_of_sql(f, ""));
    FAILS(FLASH_ENOTFOUND, parse_rc(f, "HEAD~1"));
}

static void test_same_schema_same_oid(void **state)
{
    static const char *const words[] = {"HEAD", "@files", "x.sql", "./db/schema", "file:x.sql"};
    struct fixture *f = *state;

    put(f, "db/schema/users.sql", USERS);
    put(f, "db/schema/posts.sql", POSTS);
    put(f, "x.sql", POSTS "-- c\n" USERS);
    commit(f, "one");
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        struct endpoint e = load(f, words[i]);

        assert_oid(e.schema_oid, oid_of_sql(f, USERS POSTS));
        assert_int_equal(e.schema->objects.len, 2);
    }
}

static void test_stdin(void **state)
{
    struct fixture *f = *state;
    struct endpoint_context c = {.stdin_text = STR(USERS)};
    struct endpoint e;

    OK(endpoint_parse(&c, STR("-"), &f->a, &e, &f->err));
    OK(endpoint_oid(&c, &e, &f->a, f->scratch, &f->err));
    assert_oid(e.schema_oid, oid_of_sql(f, USERS));
}

static void test_without_a_project(void **state)
{
    struct fixture *f = *state;
    struct endpoint_context c = {.cwd = f->dir};
    struct endpoint e;

    put(f, "x.sql", USERS);
    OK(endpoint_parse(&c, STR("x.sql"), &f->a, &e, &f->err));
    OK(endpoint_load(&c, &e, &f->a, f->scratch, &f->err));
    FAILS(FLASH_ENOTFOUND, endpoint_parse(&c, STR("main"), &f->a, &e, &f->err));
    FAILS(FLASH_ENOTFOUND, endpoint_parse(&c, STR("@files"), &f->a, &e, &f->err));
    FAILS(FLASH_ENOTFOUND, endpoint_parse(&c, STR("@db"), &f->a, &e, &f->err));
}

static void test_git_revision(void **state)
{
    struct fixture *f = *state;
    char *cmd = arena_cprintf(&f->a,
        "cd '%s' && git init -q . && git add db && git -c user.name=a -c user.email=a@b commit -qm "
        "one",
        f->dir);
    struct endpoint e;

    put(f, "db/schema/users.sql", USERS);
    assert_int_equal(system(cmd), 0);
    put(f, "db/schema/posts.sql", POSTS);
    e = load(f, "git:HEAD");
    assert_oid(e.schema_oid, oid_of_sql(f, USERS));
    assert_int_equal(load(f, "@files").schema->objects.len, 2);
}

static void test_pair_and_merge_base(void **state)
{
    struct fixture *f = *state;
    struct endpoint_context c = context(f);
    struct flash_str w[1] = {STR("one...main")};
    struct endpoint_range r;
    struct endpoint a, b;
    struct oid base;

    put(f, "db/schema/users.sql", USERS);
    base = commit(f, "one").commit;
    OK(branch_create(f->r, STR("one"), STR_NULL, false, f->scratch, NULL, &f->err));
    put(f, "db/schema/posts.sql", POSTS);
    commit(f, "two");
    OK(endpoint_range_parse(w, 1, &r, &f->err));
    OK(endpoint_range_resolve(&c, &r, &f->a, &a, &b, &f->err));
    assert_oid(a.commit, base);
    OK(endpoint_load_pair(&c, &a, &b, 0, &f->a, f->scratch, &f->err));
    assert_int_equal(a.schema->objects.len, 0);
    assert_int_equal(b.schema->objects.len, 1);
    assert_true(a.schema->partial);
    a = parse_word(f, "@empty");
    b = parse_word(f, "HEAD");
    OK(endpoint_load_pair(&c, &a, &b, 0, &f->a, f->scratch, &f->err));
    assert_int_equal(b.schema->objects.len, 2);
}

static void test_renames_both_ways(void **state)
{
    struct fixture *f = *state;
    struct endpoint_context c = context(f);
    struct rename_list there = {0}, back = {0};
    struct endpoint a, b;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    put(f, "db/schema/users.sql",
        "-- was: users\nCREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);\n");
    commit(f, "two");
    put(f, "db/schema/users.sql",
        "-- was: people\nCREATE TABLE persons (id INTEGER PRIMARY KEY,\n-- was: name\nnick "
        "TEXT);\n");
    commit(f, "three");
    a = load(f, "HEAD~2");
    b = load(f, "HEAD");
    OK(endpoint_renames(&c, &a, &b, &f->a, &there, &f->err));
    OK(endpoint_renames(&c, &b, &a, &f->a, &back, &f->err));
    assert_int_equal(there.len, 2);
    assert_int_equal(back.len, 2);
    for (size_t i = 0; i < 2; i++) {
        bool table = there.items[i].kind == KIND_TABLE;

        assert_str(there.items[i].from->text, table ? "users" : "name");
        assert_str(there.items[i].to->text, table ? "persons" : "nick");
        if (!table)
            assert_str(there.items[i].table->text, "persons");
        table = back.items[i].kind == KIND_TABLE;
        assert_str(back.items[i].from->text, table ? "persons" : "nick");
        assert_str(back.items[i].to->text, table ? "users" : "name");
        if (!table)
            assert_str(back.items[i].table->text, "users");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_split),
        TEST(test_range_words),
        TEST(test_kinds),
        TEST(test_both_ref_and_file),
        TEST(test_unborn_head_is_empty),
        TEST(test_same_schema_same_oid),
        TEST(test_stdin),
        TEST_BARE(test_without_a_project),
        TEST(test_git_revision),
        TEST(test_pair_and_merge_base),
        TEST(test_renames_both_ways),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "repo-fixture.h"

#include <sys/wait.h>

#include "objects/graph/graph.h"
#include "repo/config.h"

#define USERS "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"
#define POSTS "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id));\n"

static struct commit read_commit(struct fixture *f, struct oid id)
{
    struct commit c;

    OK(commit_read(f->r->store, &id, &f->a, &c, &f->err));
    return c;
}

static void test_first_commit(void **state)
{
    struct fixture *f = *state;
    struct record_result res;
    struct commit c;

    put(f, "db/schema/users.sql", USERS);
    res = commit(f, "add users\n\nbecause");
    assert_false(res.nothing);
    assert_true(res.root);
    assert_str(res.branch, "main");
    assert_str(res.subject, "add users");
    assert_int_equal(res.changes.len, 1);
    assert_oid(res.schema, oid_of_sql(f, USERS));
    c = read_commit(f, head_id(f));
    assert_oid(c.id, res.commit);
    assert_str(commit_trailer(&c, "Flash-Format", 0), "1");
    assert_str(commit_trailer(&c, "Flash-Source", 0), "files");
    assert_str(commit_trailer(&c, "Flash-Dialect", 0), "sqlite");
    assert_str(c.author.name, "Ada");
}

static void test_files_are_kept_byte_for_byte(void **state)
{
    struct fixture *f = *state;
    struct workfiles wf = {0};
    struct workfile file;
    struct oid id;

    put(f, "db/schema/sub/users.sql", "\xef\xbb\xbf-- hi\r\n" USERS "\r\n");
    id = commit(f, "one").commit;
    OK(workfiles_from_commit(f->r->store, &id, "files", &f->a, &wf, &f->err));
    assert_int_equal(wf.len, 1);
    file = wf.items[0];
    OK(workfile_load(&wf, &file, &f->a, &f->err));
    assert_str(file.path, "sub/users.sql");
    assert_str(file.bytes, "\xef\xbb\xbf-- hi\r\n" USERS "\r\n");
}

static void test_nothing_to_commit(void **state)
{
    struct fixture *f = *state;
    struct oid first;

    assert_true(commit(f, "empty").nothing);
    put(f, "db/schema/users.sql", USERS);
    first = commit(f, "one").commit;
    assert_true(commit(f, "two").nothing);
    assert_oid(head_id(f), first);
    /* Other bytes, the same schema: files are part of a commit. */
    put(f, "db/schema/users.sql", "-- comment\n" USERS);
    assert_false(commit(f, "three").nothing);
}

static void test_message_is_needed(void **state)
{
    struct fixture *f = *state;
    struct record_options o = {.message = STR(" \n")};
    struct record_result res;

    put(f, "db/schema/users.sql", USERS);
    FAILS(FLASH_EINVALID, record_commit(f->r, &o, &f->diags, &f->a, f->scratch, &res, &f->err));
    assert_true(oid_is_zero(&(struct oid){{0}}));
}

static void test_broken_files(void **state)
{
    struct fixture *f = *state;
    struct record_options o = {.message = STR("x")};
    struct record_result res;

    put(f, "db/schema/a.sql", "CREATE TABLE (;\n");
    put(f, "db/schema/b.sql", "CREATE INDEX i ON nowhere(x);\n");
    FAILS(FLASH_ESYNTAX, record_commit(f->r, &o, &f->diags, &f->a, f->scratch, &res, &f->err));
    assert_true(f->diags.errors >= 1);
    assert_string_equal(f->err.file, "db/schema/a.sql");
}

static void test_amend(void **state)
{
    struct fixture *f = *state;
    struct record_options o = {.amend = true};
    struct record_result res;
    struct oid first;

    put(f, "db/schema/users.sql", USERS);
    first = commit(f, "one").commit;
    put(f, "db/schema/posts.sql", POSTS);
    commit(f, "two\n\nbody text");
    put(f, "db/schema/tags.sql", "CREATE TABLE tags (t TEXT);\n");
    res = commit_with(f, &o);
    assert_str(res.subject, "two");
    assert_oid(res.parent, first);
    assert_int_equal(res.changes.len, 2);
    assert_non_null(
        strstr(read_commit(f, res.commit).message.ptr, "\n\nbody text\n\nFlash-Format: 1"));
    o.message = STR("three");
    assert_str(commit_with(f, &o).subject, "three");
}

static int refuse(void *payload, const struct oid *commit, struct flash_error *err)
{
    (void)payload;
    (void)commit;
    return error_set(err, FLASH_EREFUSED, "a database has it");
}

static void test_amend_can_be_refused(void **state)
{
    struct fixture *f = *state;
    struct record_options o = {.amend = true, .check_amend = refuse};
    struct record_result res;

    FAILS(FLASH_EINVALID, record_commit(f->r, &o, &f->diags, &f->a, f->scratch, &res, &f->err));
    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    FAILS(FLASH_EREFUSED, record_commit(f->r, &o, &f->diags, &f->a, f->scratch, &res, &f->err));
}

static void test_amend_the_root(void **state)
{
    struct fixture *f = *state;
    struct record_options o = {.amend = true, .message = STR("again")};
    struct record_result res;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    res = commit_with(f, &o);
    assert_true(res.root);
    assert_int_equal(read_commit(f, res.commit).nparents, 0);
}

static struct record_result commit_objects(struct fixture *f, const char *word)
{
    struct flash_str words[1] = {str_from(word)};
    struct record_options o = {.message = STR("some"), .objects = {words, 1}};

    return commit_with(f, &o);
}

static void test_partial_commit(void **state)
{
    struct fixture *f = *state;
    struct record_result res;
    struct schema *s;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    put(f, "db/schema/users.sql",
        "-- the users\nCREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT,\n  age INT);\n"
        "CREATE TABLE other (x);\n");
    put(f, "db/schema/posts.sql", "-- posts\n" POSTS "CREATE INDEX ip ON posts(user_id);\n");
    res = commit_objects(f, "posts");
    assert_int_equal(res.changes.len, 1);
    assert_oid(res.schema, oid_of_sql(f, USERS POSTS "CREATE INDEX ip ON posts(user_id);"));
    res = commit_objects(f, "table:users");
    OK(snapshot_load(f->r->store, &res.commit, &f->a, &s, &f->err));
    assert_int_equal(s->objects.len, 2);
    assert_false(commit(f, "rest").nothing);
    assert_true(commit(f, "rest").nothing);
}

static void test_partial_commit_keeps_the_words(void **state)
{
    struct fixture *f = *state;
    struct workfiles wf = {0};
    struct oid id;

    put(f, "db/schema/all.sql", "-- head\n\n-- users\n" USERS "\n-- tail\nCREATE TABLE z(a);\n");
    commit(f, "one");
    put(f, "db/schema/all.sql",
        "-- head\n\n-- all users\nCREATE TABLE users (id INTEGER PRIMARY KEY,\n  nick TEXT);\n"
        "\n-- tail\nCREATE TABLE z(a, b);\n");
    id = commit_objects(f, "users").commit;
    OK(workfiles_from_commit(f->r->store, &id, "files", &f->a, &wf, &f->err));
    OK(workfiles_load(&wf, &f->a, &f->err));
    assert_str(wf.items[0].bytes,
        "-- head\n\n-- all users\nCREATE TABLE users (id INTEGER PRIMARY KEY,\n  nick TEXT);\n"
        "\n-- tail\nCREATE TABLE z(a);\n");
}

static void test_partial_commit_must_stand(void **state)
{
    struct fixture *f = *state;
    struct flash_str words[1] = {STR("posts")};
    struct record_options o = {.message = STR("some"), .objects = {words, 1}};
    struct record_result res;

    put(f, "db/schema/users.sql", USERS);
    put(f, "db/schema/posts.sql", POSTS "CREATE INDEX iu ON users(name);\n");
    words[0] = STR("nothere");
    FAILS(FLASH_EINVALID, record_commit(f->r, &o, &f->diags, &f->a, f->scratch, &res, &f->err));
}

static void test_rename_by_hint(void **state)
{
    struct fixture *f = *state;
    struct record_result res;
    struct commit c;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    put(f, "db/schema/users.sql",
        "-- was: users\nCREATE TABLE people (id INTEGER PRIMARY KEY,\n  -- was: name\n  full "
        "TEXT);\n");
    res = commit(f, "rename");
    assert_int_equal(res.renames.len, 2);
    assert_int_equal(res.guesses.len, 0);
    c = read_commit(f, res.commit);
    assert_str(commit_trailer(&c, "Flash-Rename", 0), "column main.people.name -> full");
    assert_str(commit_trailer(&c, "Flash-Rename", 1), "table main.users -> people");
    /* The hint stays in the file and says nothing any more. */
    put(f, "db/schema/x.sql", "CREATE TABLE x(y);\n");
    assert_int_equal(commit(f, "more").renames.len, 0);
}

static bool accept_all(void *payload, const struct rename_guess *g)
{
    (void)g;
    ++*(unsigned *)payload;
    return true;
}

static void test_guessed_rename(void **state)
{
    struct fixture *f = *state;
    unsigned asked = 0;
    struct record_options o = {
        .message = STR("two"), .accept_rename = accept_all, .payload = &asked};
    struct record_result res;

    put(f, "db/schema/a.sql", "CREATE TABLE t(alpha TEXT, beta INT, gamma TEXT);\n");
    commit(f, "one");
    put(f, "db/schema/a.sql", "CREATE TABLE t(alpha TEXT, betta INT, gamma TEXT);\n");
    res = commit_with(f, &o);
    assert_int_equal(asked, 1);
    assert_int_equal(res.renames.len, 1);
    put(f, "db/schema/a.sql", "CREATE TABLE t(alpha TEXT, bett INT, gamma TEXT);\n");
    res = commit(f, "three");
    assert_int_equal(res.renames.len, 0);
    assert_int_equal(res.guesses.len, 1);
}

static void test_open_operation_refuses(void **state)
{
    struct fixture *f = *state;
    struct record_options o = {.message = STR("x")};
    struct record_result res;

    put(f, "db/schema/users.sql", USERS);
    put(f, ".flash/op/merge", "x");
    FAILS(FLASH_EREFUSED, record_commit(f->r, &o, &f->diags, &f->a, f->scratch, &res, &f->err));
}

static void test_plan_file_goes_along(void **state)
{
    struct fixture *f = *state;
    struct oid from, to, id, found;
    struct commit c;
    char a[OID_HEX + 1], b[OID_HEX + 1];
    bool is_tree;

    put(f, "db/schema/users.sql", USERS);
    from = commit(f, "one").schema;
    to = oid_of_sql(f, USERS POSTS);
    oid_hex(&from, a);
    oid_hex(&to, b);
    put(f, arena_cprintf(&f->a, "db/migrations/%.12s-%.12s.sql", a, b),
        "UPDATE users SET name = '';\n");
    put(f, "db/schema/posts.sql", POSTS);
    id = commit(f, "two").commit;
    c = read_commit(f, id);
    OK(tree_find(f->r->store, &c.tree, arena_printf(&f->a, "plan/%.12s-%.12s.sql", a, b), &found,
        &is_tree, &f->err));
    put(f, "db/schema/x.sql", "CREATE TABLE x(y);\n");
    c = read_commit(f, commit(f, "three").commit);
    assert_int_equal(
        tree_find(f->r->store, &c.tree, STR("plan"), &found, &is_tree, NULL), FLASH_ENOTFOUND);
}

#define PROCESSES 8
#define COMMITS   5

static void child(struct fixture *f, int p)
{
    reopen(f);
    for (int i = 0; i < COMMITS; i++) {
        struct flash_str words[1] = {arena_printf(&f->a, "t_%d_%d", p, i)};
        struct record_options o = {.message = words[0], .objects = {words, 1}};
        struct record_result res;

        put(f, arena_cprintf(&f->a, "db/schema/t_%d_%d.sql", p, i),
            arena_cprintf(&f->a, "CREATE TABLE %s (x INT);\n", words[0].ptr));
        diags_init(&f->diags, &f->a);
        if (record_commit(f->r, &o, &f->diags, &f->a, f->scratch, &res, &f->err) < 0) {
            (void)fprintf(stderr, "%d %d: %s\n", p, i, f->err.message);
            _exit(1);
        }
    }
    _exit(0);
}

static void test_processes_make_one_line(void **state)
{
    struct fixture *f = *state;
    struct reflog log = {0};
    struct schema *s;
    struct oid id;
    size_t n = 0;

    for (int p = 0; p < PROCESSES; p++) {
        if (fork() == 0)
            child(f, p);
    }
    for (int p = 0; p < PROCESSES; p++) {
        int status;

        wait(&status);
        assert_int_equal(status, 0);
    }
    reopen(f);
    id = head_id(f);
    OK(snapshot_load(f->r->store, &id, &f->a, &s, &f->err));
    assert_int_equal(s->objects.len, PROCESSES * COMMITS);
    OK(reflog_read(f->r->store, "refs/heads/main", &f->a, &log, &f->err));
    for (struct commit c = read_commit(f, id);; c = read_commit(f, c.parents[0])) {
        n++;
        assert_true(c.nparents <= 1);
        if (c.nparents == 0)
            break;
    }
    assert_int_equal(n, log.len);
    assert_int_equal(n, PROCESSES * COMMITS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_first_commit),
        TEST(test_files_are_kept_byte_for_byte),
        TEST(test_nothing_to_commit),
        TEST(test_message_is_needed),
        TEST(test_broken_files),
        TEST(test_amend),
        TEST(test_amend_can_be_refused),
        TEST(test_amend_the_root),
        TEST(test_partial_commit),
        TEST(test_partial_commit_keeps_the_words),
        TEST(test_partial_commit_must_stand),
        TEST(test_rename_by_hint),
        TEST(test_guessed_rename),
        TEST(test_open_operation_refuses),
        TEST(test_plan_file_goes_along),
        TEST(test_processes_make_one_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

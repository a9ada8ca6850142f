#include "repo-fixture.h"

#include "repo/branch-tag.h"
#include "repo/branch.h"
#include "repo/history.h"
#include "repo/state.h"

#define USERS "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"

static void switch_to(struct fixture *f, const char *branch)
{
    struct ref_update u = {.kind = REF_SYMBOLIC,
        .name = "HEAD",
        .any_from = true,
        .to_ref = arena_cprintf(&f->a, "refs/heads/%s", branch)};

    OK(repo_lock(f->r, &f->err));
    OK(ref_transaction(f->r->store, &u, 1, "switch", &f->err));
    repo_unlock(f->r);
}

static void create(struct fixture *f, const char *name)
{
    OK(branch_create(f->r, str_from(name), STR_NULL, false, f->scratch, NULL, &f->err));
}

static void test_branches(void **state)
{
    struct fixture *f = *state;
    struct branches l = {0};
    struct oid first;

    FAILS(
        FLASH_ENOTFOUND, branch_create(f->r, STR("x"), STR_NULL, false, f->scratch, NULL, &f->err));
    put(f, "db/schema/users.sql", USERS);
    first = commit(f, "one").commit;
    create(f, "feature/login");
    put(f, "db/schema/b.sql", "CREATE TABLE b(x);\n");
    commit(f, "two");
    OK(branch_list(f->r, BRANCH_COUNTS | BRANCH_SUBJECTS, NULL, &f->a, &l, &f->err));
    assert_int_equal(l.len, 2);
    assert_str(l.items[0].name, "feature/login");
    assert_int_equal(l.items[0].behind, 1);
    assert_int_equal(l.items[0].ahead, 0);
    assert_str(l.items[0].subject, "one");
    assert_oid(l.items[0].id, first);
    assert_true(l.items[1].current);
    l = (struct branches){0};
    first = head_id(f);
    OK(branch_list(f->r, 0, &first, &f->a, &l, &f->err));
    assert_int_equal(l.len, 1);
    FAILS(FLASH_EEXISTS,
        branch_create(f->r, STR("feature/login"), STR_NULL, false, f->scratch, NULL, &f->err));
    FAILS(FLASH_EREFUSED,
        branch_create(f->r, STR("main"), STR("HEAD~1"), true, f->scratch, NULL, &f->err));
    OK(branch_create(f->r, STR("feature/login"), STR("main"), true, f->scratch, &first, &f->err));
    assert_oid(first, head_id(f));
}

static void test_branch_names(void **state)
{
    static const char *const bad[] = {"", "-x", "@db", "@x", "a b", "a..b", "x.sql", "./x", "a:b",
        "HEAD", "x.lock", "a~1", "/x", "x/"};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        FAILS(FLASH_EINVALID, branch_check_name(str_from(bad[i]), &f->err));
    OK(branch_check_name(STR("feature/x-1_y"), &f->err));
}

static void test_delete(void **state)
{
    struct fixture *f = *state;
    struct state s = {.target = STR("dev"), .branch = STR("b"), .has_head = true};
    struct oid was;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    create(f, "b");
    FAILS(FLASH_EREFUSED, branch_delete(f->r, STR("main"), true, f->scratch, &was, &f->err));
    FAILS(FLASH_ENOTFOUND, branch_delete(f->r, STR("c"), false, f->scratch, &was, &f->err));
    switch_to(f, "b");
    put(f, "db/schema/b.sql", "CREATE TABLE b(x);\n");
    commit(f, "two");
    switch_to(f, "main");
    FAILS(FLASH_EREFUSED, branch_delete(f->r, STR("b"), false, f->scratch, &was, &f->err));
    assert_non_null(strstr(f->err.message, "not merged"));
    OK(branch_delete(f->r, STR("b"), true, f->scratch, &was, &f->err));
    create(f, "b");
    OK(state_write(f->r, &s, &f->err));
    FAILS(FLASH_EREFUSED, branch_delete(f->r, STR("b"), false, f->scratch, &was, &f->err));
    assert_non_null(strstr(f->err.message, "'dev'"));
    OK(state_remove(f->r, STR("dev"), &f->err));
    OK(branch_delete(f->r, STR("b"), false, f->scratch, &was, &f->err));
}

static void test_rename_branch(void **state)
{
    struct fixture *f = *state;
    struct head h;

    OK(branch_rename(f->r, STR_NULL, STR("trunk"), f->scratch, &f->err));
    put(f, "db/schema/users.sql", USERS);
    assert_str(commit(f, "one").branch, "trunk");
    create(f, "b");
    FAILS(FLASH_EEXISTS, branch_rename(f->r, STR("b"), STR("trunk"), f->scratch, &f->err));
    FAILS(FLASH_ENOTFOUND, branch_rename(f->r, STR("q"), STR("w"), f->scratch, &f->err));
    OK(branch_rename(f->r, STR_NULL, STR("main"), f->scratch, &f->err));
    OK(head_read(f->r->store, &f->a, &h, &f->err));
    assert_str(h.branch, "main");
}

static void test_tags(void **state)
{
    struct fixture *f = *state;
    struct branch_tags l = {0};
    struct oid at_, head;

    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    head = head_id(f);
    OK(branch_tag_create(f->r, STR("v1"), STR_NULL, STR_NULL, false, f->scratch, &at_, &f->err));
    OK(branch_tag_create(
        f->r, STR("v2"), STR("main"), STR("two words\n"), false, f->scratch, &at_, &f->err));
    assert_oid(at_, head);
    FAILS(FLASH_EEXISTS,
        branch_tag_create(f->r, STR("v1"), STR_NULL, STR_NULL, false, f->scratch, &at_, &f->err));
    FAILS(FLASH_EINVALID,
        branch_tag_create(f->r, STR("v 1"), STR_NULL, STR_NULL, false, f->scratch, &at_, &f->err));
    OK(branch_tag_list(f->r, STR_NULL, &f->a, &l, &f->err));
    assert_int_equal(l.len, 2);
    assert_int_equal(l.items[0].message.len, 0);
    assert_true(str_starts(l.items[1].message, STR("two words")));
    assert_oid(l.items[1].id, head);
    l = (struct branch_tags){0};
    OK(branch_tag_list(f->r, STR("*2"), &f->a, &l, &f->err));
    assert_int_equal(l.len, 1);
    OK(branch_tag_delete(f->r, STR("v1"), f->scratch, &at_, &f->err));
    FAILS(FLASH_ENOTFOUND, branch_tag_delete(f->r, STR("v1"), f->scratch, &at_, &f->err));
}

static struct oid_list select_with(struct fixture *f, const struct history_options *o)
{
    struct oid_list l = {0};

    OK(history_select(f->r, o, &f->a, f->scratch, &l, &f->err));
    return l;
}

static void history(struct fixture *f)
{
    put(f, "db/schema/users.sql", USERS);
    commit(f, "one");
    put(f, "db/schema/b.sql", "CREATE TABLE b(x);\nCREATE VIEW vb AS SELECT x FROM b;\n");
    commit(f, "two");
    create(f, "side");
    put(f, "db/schema/users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    commit(f, "three");
}

static void test_select(void **state)
{
    struct fixture *f = *state;
    struct history_options o = {0};
    struct flash_str revs[2] = {STR("side..main"), STR("^HEAD~2")};
    struct oid_list l = {0};

    FAILS(FLASH_ENOTFOUND, history_select(f->r, &o, &f->a, f->scratch, &l, &f->err));
    history(f);
    l = select_with(f, &o);
    assert_int_equal(l.len, 3);
    assert_oid(l.items[0], head_id(f));
    o.limit = 2;
    assert_int_equal(select_with(f, &o).len, 2);
    o.reverse = true;
    assert_oid(select_with(f, &o).items[1], head_id(f));
    o = (struct history_options){.revs = revs, .nrevs = 1};
    assert_int_equal(select_with(f, &o).len, 1);
    revs[0] = STR("HEAD");
    o.nrevs = 2;
    assert_int_equal(select_with(f, &o).len, 2);
    revs[0] = STR("side...main");
    o.nrevs = 1;
    assert_int_equal(select_with(f, &o).len, 1);
    o = (struct history_options){.grep = STR("wo")};
    assert_int_equal(select_with(f, &o).len, 1);
    o = (struct history_options){.author = STR("Ada")};
    assert_int_equal(select_with(f, &o).len, 3);
    o = (struct history_options){.author = STR("Bob*")};
    assert_int_equal(select_with(f, &o).len, 0);
    o = (struct history_options){.all = true};
    assert_int_equal(select_with(f, &o).len, 3);
}

static size_t touching(struct fixture *f, const char *word)
{
    struct flash_str w = str_from(word);
    struct history_options o = {.objects = {&w, 1}};

    return select_with(f, &o).len;
}

static void test_select_by_object(void **state)
{
    struct fixture *f = *state;

    history(f);
    assert_int_equal(touching(f, "users"), 2);
    assert_int_equal(touching(f, "main.users"), 2);
    assert_int_equal(touching(f, "USERS"), 2);
    assert_int_equal(touching(f, "table:*"), 3);
    assert_int_equal(touching(f, "views:*"), 1);
    assert_int_equal(touching(f, "view:users"), 0);
    assert_int_equal(touching(f, "*b"), 1);
    assert_int_equal(touching(f, "nothing"), 0);
}

static void test_change_of_a_commit(void **state)
{
    struct fixture *f = *state;
    struct history_change c;
    struct tree_deltas paths = {0};
    struct commit head;
    struct oid id;

    history(f);
    id = head_id(f);
    OK(commit_read(f->r->store, &id, &f->a, &head, &f->err));
    OK(history_change(f->r, &head, false, NULL, &f->a, f->scratch, &c, &f->err));
    assert_int_equal(c.changes.len, 1);
    assert_false(c.schema_same);
    OK(history_paths(f->r, &head, &f->a, &paths, &f->err));
    assert_int_equal(paths.len, 1);
    assert_str(paths.items[0].path, "main/tables/users.sql");
    OK(commit_read(f->r->store, &head.parents[0], &f->a, &head, &f->err));
    OK(commit_read(f->r->store, &head.parents[0], &f->a, &head, &f->err));
    OK(history_change(f->r, &head, true, NULL, &f->a, f->scratch, &c, &f->err));
    assert_int_equal(c.changes.len, 1);
    assert_int_equal(c.changes.items[0].op, CHANGE_ADD);
}

static void test_names(void **state)
{
    struct fixture *f = *state;
    struct history_names *n;
    struct oid id, at_;

    history(f);
    OK(branch_tag_create(f->r, STR("v1"), STR_NULL, STR("m"), false, f->scratch, &at_, &f->err));
    create(f, "again");
    OK(history_names_load(f->r, &f->a, &n, &f->err));
    id = head_id(f);
    assert_str(history_names_of(n, &id), "HEAD -> main, again, tag: v1");
    id = (struct oid){{1}};
    assert_int_equal(history_names_of(n, &id).len, 0);
}

static void test_object_of_a_commit(void **state)
{
    struct fixture *f = *state;
    struct flash_str path, text, rev, object;
    struct oid id;

    history(f);
    put(f, "db/schema/t.sql",
        "CREATE TRIGGER users AFTER INSERT ON users BEGIN SELECT 1; END;\n"
        "CREATE INDEX ixb ON b(x);\n");
    commit(f, "four");
    id = head_id(f);
    OK(history_object(f->r, &id, STR("vb"), &f->a, &path, &text, &f->err));
    assert_str(path, "main/views/vb.sql");
    assert_true(str_starts(text, STR("CREATE VIEW vb")));
    FAILS(FLASH_EAMBIGUOUS, history_object(f->r, &id, STR("users"), &f->a, &path, &text, &f->err));
    OK(history_object(f->r, &id, STR("trigger:users"), &f->a, &path, &text, &f->err));
    OK(history_object(f->r, &id, STR("index:ixb"), &f->a, &path, &text, &f->err));
    assert_str(path, "main/tables/b.sql");
    FAILS(FLASH_ENOTFOUND, history_object(f->r, &id, STR("zz"), &f->a, &path, &text, &f->err));
    assert_true(history_split_object(STR("HEAD~1:view:vb"), &rev, &object));
    assert_str(rev, "HEAD~1");
    assert_str(object, "view:vb");
    assert_true(history_split_object(STR("main@{10:30}:users"), &rev, &object));
    assert_str(object, "users");
    assert_false(history_split_object(STR(":/text"), &rev, &object));
    assert_false(history_split_object(STR("main"), &rev, &object));
    assert_false(history_split_object(STR("main:"), &rev, &object));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_branches),
        TEST(test_branch_names),
        TEST(test_delete),
        TEST(test_rename_branch),
        TEST(test_tags),
        TEST(test_select),
        TEST(test_select_by_object),
        TEST(test_change_of_a_commit),
        TEST(test_names),
        TEST(test_object_of_a_commit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

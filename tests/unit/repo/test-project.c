#include "repo-fixture.h"

#include "repo/config.h"

static void git(struct fixture *f, const char *args)
{
    char *cmd = arena_cprintf(
        &f->a, "cd '%s' && git -c user.name=a -c user.email=a@b %s >/dev/null 2>&1", f->dir, args);

    assert_int_equal(system(cmd), 0);
}

static void init(struct fixture *f, struct init_result *res)
{
    struct init_options o = {0};

    repo_close(f->r);
    f->r = NULL;
    OK(init_project(&f->a, f->dir, &o, &f->r, res, &f->err));
}

static void test_init_makes_everything_once(void **state)
{
    struct fixture *f = *state;
    struct init_result res;

    git(f, "init -q .");
    init(f, &res);
    assert_true(res.made_store && res.made_config && res.made_folder && res.made_exclude);
    assert_true(res.in_git);
    assert_non_null(strstr(get(f, ".git/info/exclude"), "\n/.flash/\n"));
    put(f, "flash.conf", "[schema]\nfiles = db/schema\n# mine\n");
    init(f, &res);
    assert_false(res.made_store || res.made_config || res.made_folder || res.made_exclude);
    assert_non_null(strstr(get(f, "flash.conf"), "# mine"));
}

static void test_init_mends_what_is_missing(void **state)
{
    struct fixture *f = *state;
    struct init_result res;

    init(f, &res);
    OK(file_remove_tree(AT_FDCWD, at(f, "db"), &f->err));
    OK(file_remove(AT_FDCWD, at(f, "flash.conf"), &f->err));
    init(f, &res);
    assert_true(res.made_config && res.made_folder && !res.made_store);
}

static void test_init_below_a_git_root(void **state)
{
    struct fixture *f = *state;
    struct init_options o = {0};
    struct init_result res;

    git(f, "init -q .");
    OK(file_mkdirs(AT_FDCWD, at(f, "a b[c]"), &f->err));
    OK(init_project(&f->a, at(f, "a b[c]"), &o, &f->r, &res, &f->err));
    assert_non_null(strstr(get(f, ".git/info/exclude"), "\n/a b\\[c]/.flash/\n"));
}

static void test_never_inside_git(void **state)
{
    struct fixture *f = *state;
    struct init_options o = {0};
    struct init_result res;

    OK(file_mkdirs(AT_FDCWD, at(f, ".git/sub"), &f->err));
    FAILS(FLASH_EREFUSED, init_project(&f->a, at(f, ".git"), &o, &f->r, &res, &f->err));
    FAILS(FLASH_EREFUSED, init_project(&f->a, at(f, ".git/sub"), &o, &f->r, &res, &f->err));
    f->r = NULL;
}

static void test_init_with_an_url(void **state)
{
    struct fixture *f = *state;
    struct init_options o = {.url = "sqlite:we\"ird#;.db"};
    struct init_result res;
    struct config *c;

    OK(init_project(&f->a, f->dir, &o, &f->r, &res, &f->err));
    OK(repo_config(f->r, &c, &f->err));
    assert_str(config_text(c, "target.dev.url"), "sqlite:we\"ird#;.db");
    assert_str(config_text(c, "target.dev.role"), "dev");
}

static void test_url_for_an_existing_project(void **state)
{
    struct fixture *f = *state;
    struct init_options o = {.url = "sqlite:a.db"};
    struct init_result res;
    struct config *c;

    init(f, &res);
    repo_close(f->r);
    OK(init_project(&f->a, f->dir, &o, &f->r, &res, &f->err));
    assert_true(res.made_target);
    OK(repo_config(f->r, &c, &f->err));
    assert_str(config_text(c, "target.dev.url"), "sqlite:a.db");
}

static void test_found_from_below(void **state)
{
    struct fixture *f = *state;
    struct init_result res;

    init(f, &res);
    repo_close(f->r);
    OK(repo_open(&f->a, at(f, "db/schema"), &f->r, &f->err));
    assert_string_equal(f->r->prefix, "db/schema");
    assert_string_equal(f->r->dir, at(f, ".flash"));
    assert_false(f->r->linked);
}

static void test_no_project(void **state)
{
    struct fixture *f = *state;
    struct repo *r;

    FAILS(FLASH_ENOTFOUND, repo_open(&f->a, f->dir, &r, &f->err));
    assert_non_null(strstr(f->err.hint, "flash init"));
    FAILS(FLASH_EIO, repo_open(&f->a, at(f, "nowhere"), &r, &f->err));
}

static void test_link_is_no_store(void **state)
{
    struct fixture *f = *state;
    struct init_result res;
    struct repo *r;

    init(f, &res);
    OK(file_rename(AT_FDCWD, at(f, ".flash"), at(f, "elsewhere"), &f->err));
    assert_int_equal(symlink("elsewhere", at(f, ".flash")), 0);
    FAILS(FLASH_EACCESS, repo_open(&f->a, f->dir, &r, &f->err));
}

static void test_linked_work_tree(void **state)
{
    struct fixture *f = *state;
    struct init_result res;
    struct repo *r;
    struct init_options o = {0};
    struct store *s;

    git(f, "init -q .");
    git(f, "commit -q --allow-empty -m one");
    init(f, &res);
    git(f, "add flash.conf");
    git(f, "commit -q -m conf");
    git(f, "worktree add wt");
    OK(repo_open(&f->a, at(f, "wt"), &r, &f->err));
    assert_true(r->linked);
    assert_string_equal(r->dir, at(f, ".flash"));
    assert_string_equal(r->root, at(f, "wt"));
    assert_non_null(strstr(r->work_dir, ".flash/worktrees/wt-"));
    OK(repo_store(r, &s, &f->err));
    repo_close(r);
    OK(init_project(&f->a, at(f, "wt"), &o, &r, &res, &f->err));
    assert_false(res.made_store);
    assert_true(r->linked);
    repo_close(r);
}

static void test_lock_nests(void **state)
{
    struct fixture *f = *state;
    struct init_result res;

    init(f, &res);
    OK(repo_lock(f->r, &f->err));
    OK(repo_lock(f->r, &f->err));
    repo_unlock(f->r);
    repo_unlock(f->r);
    assert_int_equal(f->r->locked, 0);
}

static void test_open_operation(void **state)
{
    struct fixture *f = *state;
    struct init_result res;

    init(f, &res);
    assert_null(repo_operation(f->r, &f->a));
    OK(repo_check_operation(f->r, &f->err));
    put(f, ".flash/op/apply-12.journal", "x");
    assert_string_equal(repo_operation(f->r, &f->a), "apply-12");
    FAILS(FLASH_EREFUSED, repo_check_operation(f->r, &f->err));
}

static void test_schema_folder_stays_inside(void **state)
{
    struct fixture *f = *state;
    struct init_result res;
    const char *dir;

    init(f, &res);
    put(f, "flash.conf", "[schema]\nfiles = ./a//b/\n");
    reopen(f);
    OK(repo_schema_dir(f->r, &dir, &f->err));
    assert_string_equal(dir, "a/b");
    put(f, "flash.conf", "[schema]\nfiles = ../x\n");
    reopen(f);
    FAILS(FLASH_EINVALID, repo_schema_dir(f->r, &dir, &f->err));
    put(f, "flash.conf", "[schema]\nfiles = /etc\n");
    reopen(f);
    FAILS(FLASH_EINVALID, repo_schema_dir(f->r, &dir, &f->err));
    assert_int_equal(f->err.line, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_BARE(test_init_makes_everything_once),
        TEST_BARE(test_init_mends_what_is_missing),
        TEST_BARE(test_init_below_a_git_root),
        TEST_BARE(test_never_inside_git),
        TEST_BARE(test_init_with_an_url),
        TEST_BARE(test_url_for_an_existing_project),
        TEST_BARE(test_found_from_below),
        TEST_BARE(test_no_project),
        TEST_BARE(test_link_is_no_store),
        TEST_BARE(test_linked_work_tree),
        TEST_BARE(test_lock_nests),
        TEST_BARE(test_open_operation),
        TEST_BARE(test_schema_folder_stays_inside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

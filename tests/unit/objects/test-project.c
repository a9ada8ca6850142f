#include "store-fixture.h"

#include "objects/store/project.h"

#define GIT "git -c user.name=a -c user.email=a@x"

static char *in(struct fixture *f, const char *name)
{
    return arena_cprintf(&f->a, "%s/%s", f->dir, name);
}

static void make_project(struct fixture *f)
{
    unsetenv("GIT_DIR");
    shell(f, NULL,
        "git init -q -b main p && cd p && mkdir -p db/schema/sub db/schema/.hidden && "
        "echo 1 > db/schema/b.sql && echo 2 > db/schema/sub/a.sql && echo 3 > db/schema/x.txt && "
        "echo 4 > db/schema/.hidden/c.sql && ln -s b.sql db/schema/link.sql && " GIT
        " add -A && " GIT " commit -qm one && echo 11 > db/schema/b.sql && " GIT
        " commit -qam two");
}

static void finds_the_project(void **state)
{
    struct fixture *f = *state;
    struct project_info info;

    make_project(f);
    OK(project_find(in(f, "p/db/schema"), &f->a, &info, &f->err));
    assert_string_equal(info.worktree, in(f, "p"));
    assert_string_equal(info.common_dir, in(f, "p/.git"));
    assert_string_equal(info.prefix, "db/schema");
    assert_true(str_eq(str_from(info.head), str_trim(shell(f, NULL, "git -C p rev-parse HEAD"))));
    OK(project_find(in(f, "p"), &f->a, &info, &f->err));
    assert_string_equal(info.prefix, "");
    shell(f, NULL,
        "git -C p worktree add -q ../linked -b other; mkdir none; git init -q unborn; git init -q "
        "--bare bare");
    OK(project_find(in(f, "linked/db"), &f->a, &info, &f->err));
    assert_string_equal(info.worktree, in(f, "linked"));
    assert_string_equal(info.common_dir, in(f, "p/.git"));
    OK(project_find(in(f, "unborn"), &f->a, &info, &f->err));
    assert_string_equal(info.head, "");
    FAILS(FLASH_ENOTFOUND, project_find(in(f, "bare"), &f->a, &info, &f->err));
    FAILS(FLASH_ENOTFOUND, project_find(in(f, "nowhere"), &f->a, &info, &f->err));
    FAILS(FLASH_ENOTFOUND, project_find("/", &f->a, &info, &f->err));
}

static void check_files(const struct project_files *files, const char *first)
{
    assert_int_equal(files->len, 2);
    assert_true(str_eq(files->items[0].path, STR("b.sql")));
    assert_true(str_eq(files->items[1].path, STR("sub/a.sql")));
    assert_true(str_eq(files->items[0].bytes, str_from(first)));
    assert_true(str_eq(files->items[1].bytes, STR("2\n")));
}

static void reads_revisions(void **state)
{
    struct fixture *f = *state;
    struct project_files files;
    char *p = in(f, "p");

    make_project(f);
    OK(project_read(p, STR("HEAD"), STR("db/schema"), STR(".sql"), &f->a, &files, &f->err));
    check_files(&files, "11\n");
    OK(project_read(p, STR("main~1"), STR("db/schema/"), STR(".sql"), &f->a, &files, &f->err));
    check_files(&files, "1\n");
    OK(project_read(p, STR("HEAD"), STR(""), STR(".sql"), &f->a, &files, &f->err));
    assert_int_equal(files.len, 2);
    assert_true(str_eq(files.items[0].path, STR("db/schema/b.sql")));
    OK(project_read(p, STR("HEAD"), STR("."), STR(""), &f->a, &files, &f->err));
    assert_int_equal(files.len, 3);
    FAILS(FLASH_ENOTFOUND,
        project_read(p, STR("nope"), STR("db"), STR(".sql"), &f->a, &files, &f->err));
    assert_non_null(strstr(f->err.message, "'nope'"));
    assert_non_null(strstr(f->err.hint, "git fetch"));
    FAILS(FLASH_ENOTFOUND,
        project_read(p, STR("HEAD"), STR("none"), STR(".sql"), &f->a, &files, &f->err));
    FAILS(FLASH_ENOTFOUND,
        project_read(p, STR("HEAD"), STR("db/schema/b.sql"), STR(".sql"), &f->a, &files, &f->err));
    FAILS(FLASH_EINVALID,
        project_read(p, STR("--help"), STR("db"), STR(".sql"), &f->a, &files, &f->err));
    FAILS(FLASH_EINVALID,
        project_read(p, STR("HEAD"), STR("../x"), STR(".sql"), &f->a, &files, &f->err));
}

static void what_libgit2_refuses_goes_through_git(void **state)
{
    struct fixture *f = *state;
    struct project_files files;
    struct project_info info;
    char *p = in(f, "p");

    shell(f, NULL,
        "git init -q -b main --object-format=sha256 p && cd p && mkdir -p db/schema/sub && "
        "echo 1 > db/schema/b.sql && echo 2 > db/schema/sub/a.sql && echo 3 > db/schema/x.txt "
        "&& " GIT " add -A && " GIT " commit -qm one");
    OK(project_find(in(f, "p/db"), &f->a, &info, &f->err));
    assert_string_equal(info.worktree, p);
    assert_string_equal(info.prefix, "db");
    assert_int_equal(strlen(info.head), 64);
    setenv("GIT_DIR", "/nowhere", 1);
    OK(project_read(p, STR("main"), STR("db/schema"), STR(".sql"), &f->a, &files, &f->err));
    unsetenv("GIT_DIR");
    check_files(&files, "1\n");
    FAILS(FLASH_ENOTFOUND,
        project_read(p, STR("nope"), STR("db"), STR(".sql"), &f->a, &files, &f->err));
    FAILS(FLASH_ENOTFOUND,
        project_read(p, STR("main"), STR("none"), STR(".sql"), &f->a, &files, &f->err));
    OK(project_read(p, STR("main"), STR(""), STR(".none"), &f->a, &files, &f->err));
    assert_int_equal(files.len, 0);
}

static void partial_and_shallow_clones(void **state)
{
    struct fixture *f = *state;
    struct project_files files;

    make_project(f);
    shell(f, NULL,
        "git -C p config uploadpack.allowFilter true; git clone -q --no-checkout "
        "--filter=blob:none file://$PWD/p part; "
        "git clone -q --depth 1 file://$PWD/p shallow");
    OK(project_read(
        in(f, "part"), STR("HEAD~1"), STR("db/schema"), STR(".sql"), &f->a, &files, &f->err));
    check_files(&files, "1\n");
    FAILS(FLASH_ENOTFOUND, project_read(in(f, "shallow"), STR("HEAD~1"), STR("db/schema"),
                               STR(".sql"), &f->a, &files, &f->err));
    assert_non_null(strstr(f->err.hint, "unshallow"));
    /* A blob that is gone for good. */
    shell(f, NULL,
        "cd p; b=$(git rev-parse HEAD:db/schema/b.sql); rm -f .git/objects/$(echo $b | cut "
        "-c1-2)/$(echo $b | cut -c3-)");
    FAILS(FLASH_ENOTFOUND, project_read(in(f, "p"), STR("HEAD"), STR("db/schema"), STR(".sql"),
                               &f->a, &files, &f->err));
    assert_non_null(strstr(f->err.message, "b.sql"));
}

static void another_users_project(void **state)
{
    struct fixture *f = *state;
    struct project_info info;

    if (geteuid() != 0)
        return;
    make_project(f);
    char *home = arena_cstr(&f->a, str_from(getenv("HOME") ? getenv("HOME") : "/"));
    setenv("HOME", f->dir, 1);
    shell(f, NULL, "chown -R 12345 p");
    FAILS(FLASH_EACCESS, project_find(in(f, "p"), &f->a, &info, &f->err));
    assert_non_null(strstr(f->err.hint, "safe.directory"));
    shell(f, NULL, "git config --global --add safe.directory %s", in(f, "p"));
    OK(project_find(in(f, "p"), &f->a, &info, &f->err));
    setenv("HOME", home, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(finds_the_project),
        STORE_TEST(reads_revisions),
        STORE_TEST(what_libgit2_refuses_goes_through_git),
        STORE_TEST(partial_and_shallow_clones),
        STORE_TEST(another_users_project),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

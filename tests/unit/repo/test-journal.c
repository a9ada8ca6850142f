#include "project.h"

#include <sys/wait.h>

static struct journal sample(enum journal_kind kind)
{
    return (struct journal){.kind = kind,
        .fd = -1,
        .target = STR("dev"),
        .url = STR("sqlite:a b%\n.db"),
        .data = STR("park"),
        .database = true,
        .files = true,
        .from_branch = STR("main"),
        .to_branch = STR("feature/x"),
        .to_commit = STR("1111111111111111111111111111111111111111"),
        .new_branch = true};
}

static void test_round_trip(void **state)
{
    struct project *p = *state;
    struct journal j = sample(JOURNAL_CHECKOUT);
    struct journals all;

    project_must(p, journal_list(p->repo, &p->arena, &all, &p->err));
    assert_int_equal(all.list.len, 0);
    project_must(p, journal_begin(p->repo, &j, &p->arena, &p->err));
    assert_int_equal(strlen(j.op), 32);
    project_must(p, journal_phase(&j, JOURNAL_DATABASE, &p->err));
    project_must(p, journal_phase(&j, JOURNAL_FILES, &p->err));
    project_must(p, journal_list(p->repo, &p->arena, &all, &p->err));
    assert_int_equal(all.list.len, 1);
    const struct journal *back = &all.list.items[0];
    assert_int_equal(back->kind, JOURNAL_CHECKOUT);
    assert_string_equal(back->op, j.op);
    assert_int_equal(back->phase, JOURNAL_FILES);
    assert_true(str_eq(back->url, j.url));
    assert_true(str_eq(back->to_branch, STR("feature/x")));
    assert_true(back->database && back->files && back->new_branch && !back->discard);
    assert_int_equal(back->from_commit.len, 0);
    project_must(p, journal_end(p->repo, &j, &p->err));
    project_must(p, journal_list(p->repo, &p->arena, &all, &p->err));
    assert_int_equal(all.list.len, 0);
}

static void test_check(void **state)
{
    struct project *p = *state;
    struct journal apply = sample(JOURNAL_APPLY), other = sample(JOURNAL_CHECKOUT);

    project_must(p, journal_begin(p->repo, &apply, &p->arena, &p->err));
    project_must(p, journal_check(p->repo, JOURNAL_APPLY, &p->err));
    assert_int_equal(journal_check(p->repo, JOURNAL_CHECKOUT, &p->err), FLASH_EREFUSED);
    assert_non_null(strstr(p->err.message, "apply is under way"));
    project_must(p, journal_begin(p->repo, &other, &p->arena, &p->err));
    assert_int_equal(journal_check(p->repo, JOURNAL_APPLY, &p->err), FLASH_EREFUSED);
    project_must(p, journal_end(p->repo, &apply, &p->err));
    project_must(p, journal_end(p->repo, &other, &p->err));
    project_must(p, journal_check(p->repo, JOURNAL_CHECKOUT, &p->err));
}

/* One of a process that lives cannot be taken; one of a process that is gone can. */
static void test_take(void **state)
{
    struct project *p = *state;
    struct journals all;
    int ready[2], done[2], status;
    bool mine = true;
    char c;

    assert_int_equal(pipe(ready) | pipe(done), 0);
    pid_t child = fork();
    if (child == 0) {
        struct journal j = sample(JOURNAL_CHECKOUT);
        int rc = journal_begin(p->repo, &j, &p->arena, NULL);
        (void)!write(ready[1], "x", 1);
        (void)!read(done[0], &c, 1);
        _exit(rc == 0 ? 0 : 1);
    }
    assert_int_equal(read(ready[0], &c, 1), 1);
    project_must(p, journal_list(p->repo, &p->arena, &all, &p->err));
    assert_int_equal(all.list.len, 1);
    project_must(p, journal_take(p->repo, &all.list.items[0], &p->arena, &mine, &p->err));
    assert_false(mine);
    assert_int_equal(write(done[1], "x", 1), 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 0);
    project_must(p, journal_take(p->repo, &all.list.items[0], &p->arena, &mine, &p->err));
    assert_true(mine);
    project_must(p, journal_end(p->repo, &all.list.items[0], &p->err));
}

static void test_damaged(void **state)
{
    struct project *p = *state;
    struct journals all;
    const char *name = ".flash/op/apply-00112233445566778899aabbccddeeff";

    project_write(p, name, "rubbish");
    assert_int_equal(journal_list(p->repo, &p->arena, &all, &p->err), FLASH_ECORRUPT);
    project_write(p, name, "flash-journal 2\n");
    assert_int_equal(journal_list(p->repo, &p->arena, &all, &p->err), FLASH_ENEWER);
    /* A kill cut the last line: the phase before counts. */
    project_write(p, name, "flash-journal 1\ntarget dev\nphase intent\nphase data");
    project_must(p, journal_list(p->repo, &p->arena, &all, &p->err));
    assert_int_equal(all.list.items[0].phase, JOURNAL_INTENT);
    assert_true(str_eq(all.list.items[0].target, STR("dev")));
    /* Names of others are left alone. */
    project_write(p, ".flash/op/merge", "x");
    project_must(p, journal_list(p->repo, &p->arena, &all, &p->err));
    assert_int_equal(all.list.len, 1);
}

/* Killed before it had a name of its own, a journal is nothing that anybody waits for. */
static void test_unpublished(void **state)
{
    struct project *p = *state;
    struct journal j = {.kind = JOURNAL_APPLY, .fd = -1};
    const char *left = ".flash/op/.00112233445566778899aabbccddeeff.new";

    project_write(p, left, "flash-journal 1\n");
    project_write(p, ".flash/op/.notes.new", "mine");
    project_must(p, journal_begin(p->repo, &j, &p->arena, &p->err));
    /* Without the lock it may be somebody's who is about to give it its name. */
    assert_true(file_exists(AT_FDCWD, project_path(p, left)));
    project_must(p, journal_end(p->repo, &j, &p->err));
    project_must(p, repo_lock(p->repo, &p->err));
    project_must(p, journal_begin(p->repo, &j, &p->arena, &p->err));
    repo_unlock(p->repo);
    assert_false(file_exists(AT_FDCWD, project_path(p, left)));
    assert_true(file_exists(AT_FDCWD, project_path(p, ".flash/op/.notes.new")));
    assert_true(file_exists(AT_FDCWD, j.path));
    project_must(p, journal_end(p->repo, &j, &p->err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROJECT_TEST(test_round_trip),
        PROJECT_TEST(test_check),
        PROJECT_TEST(test_take),
        PROJECT_TEST(test_damaged),
        PROJECT_TEST(test_unpublished),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

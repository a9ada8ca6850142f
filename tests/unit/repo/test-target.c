#include "project.h"

#include "repo/target.h"

static void conf(struct project *p, const char *text)
{
    project_write(p, "flash.conf", text);
    project_reopen(p);
}

static void test_roles(void **state)
{
    enum target_role r = TARGET_SHARED;
    (void)state;
    assert_true(target_role_parse(STR("Dev"), &r));
    assert_int_equal(r, TARGET_DEV);
    assert_false(target_role_parse(STR("prod"), &r));
    assert_int_equal(target_role_with(TARGET_DEV, STR("")), TARGET_DEV);
    assert_int_equal(target_role_with(TARGET_DEV, STR("protected")), TARGET_PROTECTED);
    assert_int_equal(target_role_with(TARGET_PROTECTED, STR("dev")), TARGET_PROTECTED);
    assert_int_equal(target_role_with(TARGET_DEV, STR("something")), TARGET_UNKNOWN);
}

static void test_default(void **state)
{
    struct project *p = *state;
    struct target t;

    conf(p, "[flash]\n\tdialect = sqlite\n");
    assert_int_equal(target_find(p->repo, NULL, &p->arena, &t, &p->err), FLASH_ENOTFOUND);
    assert_non_null(strstr(p->err.hint, "target.dev.url"));
    conf(p, "[target \"prod\"]\n\turl = sqlite:p.db\n\trole = protected\n");
    project_must(p, target_find(p->repo, NULL, &p->arena, &t, &p->err));
    assert_true(str_eq(t.name, STR("prod")));
    assert_int_equal(t.role, TARGET_PROTECTED);
    conf(p,
        "[target \"prod\"]\n\turl = sqlite:p.db\n[target \"local\"]\n\turl = sqlite:l.db\n\trole = "
        "dev\n\tdata = stash\n");
    project_must(p, target_find(p->repo, "", &p->arena, &t, &p->err));
    assert_true(str_eq(t.name, STR("local")));
    assert_int_equal(t.data, DATA_STASH);
    conf(p, "[flash]\n\ttarget = b\n[target \"a\"]\n\turl = sqlite:a.db\n\trole = dev\n[target "
            "\"b\"]\n\turl = sqlite:b.db\n");
    project_must(p, target_find(p->repo, NULL, &p->arena, &t, &p->err));
    assert_true(str_eq(t.name, STR("b")));
    assert_int_equal(t.role, TARGET_SHARED);
    conf(p, "[target \"aa\"]\n\turl = sqlite:a.db\n[target \"bb\"]\n\turl = sqlite:b.db\n");
    assert_int_equal(target_find(p->repo, NULL, &p->arena, &t, &p->err), FLASH_ENOTFOUND);
    assert_int_equal(target_find(p->repo, "ab", &p->arena, &t, &p->err), FLASH_ENOTFOUND);
    assert_non_null(strstr(p->err.hint, "did you mean"));
}

static void test_urls(void **state)
{
    struct project *p = *state;
    struct target t;

    conf(p, "[target \"dev\"]\n\turl = ${FLASH_TEST_URL}\n\trole = dev\n");
    assert_int_equal(target_find(p->repo, "dev", &p->arena, &t, &p->err), FLASH_ENOTFOUND);
    assert_non_null(strstr(p->err.message, "FLASH_TEST_URL"));
    setenv("FLASH_TEST_URL", "sqlite:sub/dev.db", 1);
    project_reopen(p);
    project_must(p, target_find(p->repo, "dev", &p->arena, &t, &p->err));
    assert_string_equal(t.display.ptr, "sqlite:sub/dev.db");
    assert_string_equal(t.url.ptr, arena_cprintf(&p->arena, "sqlite:%s/sub/dev.db", p->dir));
    setenv("FLASH_TEST_URL", "dev.db", 1);
    project_reopen(p);
    assert_int_equal(target_find(p->repo, "dev", &p->arena, &t, &p->err), FLASH_EINVALID);
    unsetenv("FLASH_TEST_URL");
    project_must(p, target_from_word(NULL, "sqlite:x.db", "/srv", &p->arena, &t, &p->err));
    assert_string_equal(t.url.ptr, "sqlite:/srv/x.db");
    assert_int_equal(t.role, TARGET_SHARED);
    assert_int_equal(target_from_word(NULL, "x.db", NULL, &p->arena, &t, &p->err), FLASH_EINVALID);
    assert_non_null(strstr(p->err.hint, "sqlite:x.db"));
    /* An url that a target has is that target. */
    conf(p, "[target \"dev\"]\n\turl = sqlite:dev.db\n\trole = dev\n");
    project_must(p, target_from_word(p->repo, "sqlite:./dev.db", p->dir, &p->arena, &t, &p->err));
    assert_true(str_eq(t.name, STR("dev")));
    project_must(p, target_from_word(p->repo, "dev", p->dir, &p->arena, &t, &p->err));
    assert_true(str_eq(t.name, STR("dev")));
    project_must(p, target_from_word(p->repo, "sqlite:other.db", p->dir, &p->arena, &t, &p->err));
    assert_int_equal(t.name.len, 0);
}

static void test_confirm(void **state)
{
    struct project *p = *state;
    struct target t;

    conf(p, "[target \"dev\"]\n\turl = \"postgres://u:secret@db.example.org/app\"\n");
    assert_int_equal(target_find(p->repo, "dev", &p->arena, &t, &p->err), FLASH_EREFUSED);
    assert_null(strstr(p->err.message, "secret"));
    assert_int_equal(p->err.line, 2);
    project_must(p, target_confirm(p->repo, "dev", &p->err));
    project_reopen(p);
    project_must(p, target_find(p->repo, "dev", &p->arena, &t, &p->err));
    assert_null(strstr(t.display.ptr, "secret"));
    /* Another url is another question. */
    conf(p, "[target \"dev\"]\n\turl = \"postgres://u:secret@evil.example.org/app\"\n");
    assert_int_equal(target_find(p->repo, "dev", &p->arena, &t, &p->err), FLASH_EREFUSED);
    conf(p, "[target \"dev\"]\n\turl = \"postgres://localhost:5432/app\"\n");
    project_must(p, target_find(p->repo, "dev", &p->arena, &t, &p->err));
    conf(p, "[target \"dev\"]\n\turl = \"postgres://localhost/app?host=evil.example.org\"\n");
    assert_int_equal(target_find(p->repo, "dev", &p->arena, &t, &p->err), FLASH_EREFUSED);
    conf(p, "[target \"dev\"]\n\turl = \"postgres://a@localhost@evil.example.org/app\"\n");
    assert_int_equal(target_find(p->repo, "dev", &p->arena, &t, &p->err), FLASH_EREFUSED);
}

struct asked {
    int times;
    bool answer;
    char question[200];
};

static bool answer(void *payload, const char *question)
{
    struct asked *asked = payload;

    asked->times++;
    (void)snprintf(asked->question, sizeof(asked->question), "%s", question);
    return asked->answer;
}

static void test_confirm_asks(void **state)
{
    struct project *p = *state;
    struct asked asked = {0};
    struct target t;

    conf(p, "[target \"dev\"]\n\turl = \"postgres://u:secret@db.example.org/app\"\n");
    p->repo->confirm = answer;
    p->repo->payload = &asked;
    assert_int_equal(target_find(p->repo, "dev", &p->arena, &t, &p->err), FLASH_EREFUSED);
    assert_int_equal(asked.times, 1);
    assert_non_null(strstr(asked.question, "flash.conf:2 names"));
    assert_non_null(strstr(asked.question, "db.example.org/app"));
    assert_null(strstr(asked.question, "secret"));
    asked.answer = true;
    project_must(p, repo_lock(p->repo, &p->err));
    assert_int_equal(target_find(p->repo, "dev", &p->arena, &t, &p->err), FLASH_EREFUSED);
    repo_unlock(p->repo);
    assert_int_equal(asked.times, 1);
    for (int i = 0; i < 2; i++)
        project_must(p, target_find(p->repo, "dev", &p->arena, &t, &p->err));
    assert_int_equal(asked.times, 2);
}

/* By its url a protected target is protected still, confirmed or not, and nobody is asked. */
static void test_named_by_url(void **state)
{
    struct project *p = *state;
    struct asked asked = {0};
    struct target t;

    conf(p, "[target \"p\"]\n\turl = \"postgres://db.example.org/app\"\n\trole = protected\n");
    p->repo->confirm = answer;
    p->repo->payload = &asked;
    project_must(p,
        target_from_word(p->repo, "postgres://db.example.org/app", NULL, &p->arena, &t, &p->err));
    assert_int_equal(t.role, TARGET_PROTECTED);
    assert_int_equal(asked.times, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles),
        PROJECT_TEST(test_default),
        PROJECT_TEST(test_urls),
        PROJECT_TEST(test_confirm),
        PROJECT_TEST(test_confirm_asks),
        PROJECT_TEST(test_named_by_url),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

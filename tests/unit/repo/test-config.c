#include "repo-fixture.h"

#include "repo/config-keys.h"
#include "repo/config.h"

static struct config *load(struct fixture *f)
{
    struct config *c;

    diags_init(&f->diags, &f->a);
    OK(config_load(&f->a, f->dir, at(f, ".flash"), &f->diags, &c, &f->err));
    return c;
}

static int load_rc(struct fixture *f)
{
    struct config *c;

    return config_load(&f->a, f->dir, at(f, ".flash"), &f->diags, &c, &f->err);
}

static void test_every_default_fits_its_key(void **state)
{
    struct fixture *f = *state;
    const struct config_key *k;

    for (unsigned i = 0; (k = config_key_at(i)) != NULL; i++) {
        if (k->def)
            OK(config_value_check(k, str_from(k->name), str_from(k->def), &f->err));
        assert_ptr_equal(config_key_find(str_from(k->name)), k);
    }
}

static void test_defaults_and_ranks(void **state)
{
    struct fixture *f = *state;
    struct config *c = load(f);

    assert_str(config_text(c, "schema.files"), "db/schema");
    assert_int_equal(config_int(c, "core.lockTimeout"), 10);
    assert_null(config_find(c, "migrations.dir"));
    put(f, "flash.conf", "[core]\n\tlockTimeout = 3\n[schema]\n  files = sql\n");
    put(f, ".flash/config", "[core]\nLOCKtimeout = 4\n");
    c = load(f);
    assert_int_equal(config_int(c, "core.lockTimeout"), 4);
    assert_str(config_text(c, "SCHEMA.files"), "sql");
    assert_int_equal(config_find(c, "schema.files")->line, 4);
    assert_int_equal(config_find(c, "core.lockTimeout")->level, CONFIG_LOCAL);
}

static void test_subsections(void **state)
{
    struct fixture *f = *state;
    struct config_names names = {0};
    struct config *c;

    put(f, "flash.conf",
        "[target \"dev\"]\n url = sqlite:a.db\n role = dev\n[target \"Prod\"]\nurl = \"x:y#z\"\n"
        "[target \"dev\"]\n url = sqlite:b.db\n");
    c = load(f);
    config_subsections(c, "target", &f->a, &names);
    assert_int_equal(names.len, 2);
    assert_str(names.items[1], "Prod");
    assert_str(config_find_in(c, "target", STR("dev"), "url")->value, "sqlite:b.db");
    assert_int_equal(config_find_in(c, "target", STR("dev"), "url")->line, 7);
    assert_str(config_find_in(c, "target", STR("Prod"), "url")->value, "x:y#z");
    assert_null(config_find_in(c, "target", STR("prod"), "url"));
}

static void test_unknown_key_warns(void **state)
{
    struct fixture *f = *state;

    put(f, "flash.conf", "[schema]\n file = x\n[qwerty]\n zxcv = 1\n");
    load(f);
    assert_int_equal(f->diags.warnings, 2);
    assert_str(f->diags.list.items[0].hint, "did you mean 'schema.files'");
    assert_int_equal(loc_resolve(f->diags.list.items[0].loc).line, 2);
    assert_int_equal(f->diags.list.items[1].hint.len, 0);
}

static void test_wrong_values_have_a_place(void **state)
{
    static const char *const bad[] = {"[checkout]\n data = steal\n", "[core]\nlockTimeout = -1\n",
        "[core]\nlockTimeout = soon\n", "[flash]\nversion = 2\n", "[target \"x\"]\nrole = boss\n"};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        put(f, "flash.conf", bad[i]);
        FAILS(FLASH_EINVALID, load_rc(f));
        assert_string_equal(f->err.file, "flash.conf");
        assert_int_equal(f->err.line, 2);
    }
}

static void test_includes_are_refused(void **state)
{
    static const char *const bad[] = {"[include]\npath = /etc/passwd\n", "[ INCLUDE ]\npath = x\n",
        "[includeIf \"gitdir:/\"]\npath = x\n", "[core] [include]\npath = x\n",
        "[core]\npager = a\\\n[include]\npath = x\n"};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        put(f, "flash.conf", bad[i]);
        FAILS(FLASH_EINVALID, load_rc(f));
        assert_true(f->err.line > 0);
    }
}

static void test_comment_signs_in_urls(void **state)
{
    struct fixture *f = *state;

    put(f, "flash.conf", "[target \"a\"]\n url = sqlite:a#b.db\n");
    FAILS(FLASH_EINVALID, load_rc(f));
    assert_int_equal(f->err.line, 2);
    put(f, "flash.conf", "[target \"a\"]\n url = sqlite:a ; main\n");
    FAILS(FLASH_EINVALID, load_rc(f));
    put(f, "flash.conf", "[target \"a\"]\n url = \"sqlite:a#b;c.db\"\n role = dev ; mine\n");
    assert_str(config_find(load(f), "target.a.url")->value, "sqlite:a#b;c.db");
}

static int expand(struct fixture *f, const char *name, struct flash_str *out)
{
    struct config *c = load(f);

    return config_expand(c, config_find(c, name), &f->a, out, &f->err);
}

static void test_variables(void **state)
{
    struct fixture *f = *state;
    struct flash_str v;

    unsetenv("FLASH_TEST_URL");
    put(f, "flash.conf",
        "[target \"a\"]\n url = ${FLASH_TEST_URL}\n[target \"b\"]\n url = x${FLASH_TEST_URL}\n");
    FAILS(FLASH_ENOTFOUND, expand(f, "target.a.url", &v));
    assert_int_equal(f->err.line, 2);
    put(f, ".env", "# a\nOTHER=1\nexport FLASH_TEST_URL=\"sqlite:from \\\"env\\\"\" # x\n");
    OK(expand(f, "target.a.url", &v));
    assert_str(v, "sqlite:from \"env\"");
    setenv("FLASH_TEST_URL", "sqlite:e.db", 1);
    OK(expand(f, "target.a.url", &v));
    assert_str(v, "sqlite:e.db");
    OK(expand(f, "target.b.url", &v));
    assert_str(v, "x${FLASH_TEST_URL}");
    unsetenv("FLASH_TEST_URL");
}

static void test_set_and_unset(void **state)
{
    struct fixture *f = *state;
    struct config *c;

    put(f, "flash.conf", "# mine\n[schema]\n    files = sql # here\n");
    reopen(f);
    OK(config_set(f->r, CONFIG_PROJECT, "checkout.data", "stash", &f->err));
    assert_non_null(strstr(get(f, "flash.conf"), "# mine"));
    OK(repo_config(f->r, &c, &f->err));
    assert_str(config_text(c, "checkout.data"), "stash");
    OK(config_set(f->r, CONFIG_PROJECT, "checkout.data", NULL, &f->err));
    FAILS(FLASH_ENOTFOUND, config_set(f->r, CONFIG_PROJECT, "checkout.data", NULL, &f->err));
    FAILS(FLASH_EINVALID, config_set(f->r, CONFIG_PROJECT, "checkout.data", "no", &f->err));
    FAILS(FLASH_EINVALID, config_set(f->r, CONFIG_PROJECT, "checkout.date", "park", &f->err));
    assert_non_null(strstr(f->err.hint, "checkout.data"));
    put(f, "flash.conf", "[include]\npath = x\n");
    FAILS(FLASH_EINVALID, config_set(f->r, CONFIG_PROJECT, "checkout.data", "park", &f->err));
}

static void test_not_git_format(void **state)
{
    static const char *const bad[] = {
        "[core\n", "[core]\nx = \"a\n", "\xff\xfe", "[a]\n\x01 = 2\n"};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        put(f, "flash.conf", bad[i]);
        if (load_rc(f) >= 0)
            fail_msg("case %zu was read", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_default_fits_its_key),
        TEST(test_defaults_and_ranks),
        TEST(test_subsections),
        TEST(test_unknown_key_warns),
        TEST(test_wrong_values_have_a_place),
        TEST(test_includes_are_refused),
        TEST(test_comment_signs_in_urls),
        TEST(test_variables),
        TEST(test_set_and_unset),
        TEST(test_not_git_format),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

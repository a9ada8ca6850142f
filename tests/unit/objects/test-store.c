#include "store-fixture.h"

static void creates_and_opens(void **state)
{
    struct fixture *f = *state;
    struct stat st;
    char path[128];

    assert_int_equal(strlen(store_id(f->s)), 32);
    assert_string_equal(store_dir(f->s), f->dir);
    (void)snprintf(path, sizeof path, "%s/.git.new", f->dir);
    assert_int_not_equal(stat(path, &st), 0);
    FAILS(FLASH_EEXISTS, store_create(f->dir, "main", &f->err));
    struct flash_str out = shell(f, NULL,
        "git config core.bare; git config core.logAllRefUpdates;"
        " git symbolic-ref HEAD");
    assert_true(str_eq(out, STR("true\nalways\nrefs/heads/main\n")));
    shell(f, NULL, "git status --porcelain || git rev-parse --is-bare-repository");
    git_fsck(f);
}

static void starts_over_after_a_killed_init(void **state)
{
    struct fixture *f = *state;
    struct store *s;

    shell(f, NULL, "mkdir sub sub/.git.new && touch sub/.git.new/junk");
    char *sub = arena_cprintf(&f->a, "%s/sub", f->dir);
    OK(store_create(sub, "trunk", &f->err));
    OK(store_open(sub, STORE_READONLY, &s, &f->err));
    assert_string_not_equal(store_id(s), store_id(f->s));
    struct head head;
    OK(head_read(s, &f->a, &head, &f->err));
    assert_true(head.unborn);
    assert_true(str_eq(head.branch, STR("trunk")));
    FAILS(FLASH_EACCESS, store_lock(s, "x", 0, NULL, NULL, &f->err));
    store_close(s);
}

static void refuses_what_is_no_store(void **state)
{
    struct fixture *f = *state;
    struct store *s;

    FAILS(FLASH_EINVALID, store_create(f->dir, "a..b", &f->err));
    FAILS(FLASH_EINVALID, store_create(f->dir, "", &f->err));
    FAILS(FLASH_ENOTFOUND, store_open("/tmp/there-is-no-such-folder", 0, &s, &f->err));
    shell(f, NULL,
        "mkdir a b c d && touch a/.git && git init -q b && git init -q c && git init -q d");
    FAILS(FLASH_EINVALID, store_open(arena_cprintf(&f->a, "%s/a", f->dir), 0, &s, &f->err));
    FAILS(FLASH_ECORRUPT, store_open(arena_cprintf(&f->a, "%s/b", f->dir), 0, &s, &f->err));
    shell(f, NULL,
        "cd c && git config core.repositoryformatversion 1 && git config extensions.objectformat "
        "sha256");
    FAILS(FLASH_ENEWER, store_open(arena_cprintf(&f->a, "%s/c", f->dir), 0, &s, &f->err));
    shell(f, NULL, "cd d && git config flash.format 99");
    FAILS(FLASH_ENEWER, store_open(arena_cprintf(&f->a, "%s/d", f->dir), 0, &s, &f->err));
}

static void refuses_another_user(void **state)
{
    struct fixture *f = *state;
    struct store *s;

    if (geteuid() != 0)
        return;
    shell(f, NULL, "chown -R 12345 .git");
    FAILS(FLASH_EACCESS, store_open(f->dir, 0, &s, &f->err));
    assert_non_null(strstr(f->err.hint, "chown"));
    setenv("SUDO_UID", "12345", 1);
    OK(store_open(f->dir, 0, &s, &f->err));
    store_close(s);
    unsetenv("SUDO_UID");
}

static void users_config_does_not_matter(void **state)
{
    struct fixture *f = *state;
    struct store *s;

    shell(f, NULL,
        "printf '[core]\\n\\tlogAllRefUpdates = false\\n\\trepositoryformatversion = "
        "7\\n[flash]\\n\\tid = 1\\n[user]\\n\\tname = Grace\\n\\temail = g@x\\n' > .gitconfig");
    const char *old = getenv("HOME");
    char *home = arena_cstr(&f->a, str_from(old ? old : ""));
    setenv("HOME", f->dir, 1);
    unsetenv("FLASH_AUTHOR_NAME");
    unsetenv("FLASH_AUTHOR_EMAIL");
    OK(store_open(f->dir, 0, &s, &f->err));
    assert_string_equal(store_id(s), store_id(f->s));
    store_close(s);
    setenv("HOME", home, 1);
}

static void reads_are_checked(void **state)
{
    struct fixture *f = *state;
    struct batch *b = batch_new(f->s, &f->a);
    struct flash_str out;
    char hex[OID_HEX + 1];

    struct oid id = add_blob(f, b, "hello, world\n");
    OK(batch_write(b, &f->err));
    assert_true(store_has(f->s, &id));
    OK(store_read(f->s, &id, OBJECT_BLOB, 100, &f->a, &out, &f->err));
    assert_true(str_eq(out, STR("hello, world\n")));
    FAILS(FLASH_ETOOBIG, store_read(f->s, &id, OBJECT_BLOB, 5, &f->a, &out, &f->err));
    FAILS(FLASH_ECORRUPT, store_read(f->s, &id, OBJECT_TREE, 100, &f->a, &out, &f->err));

    struct oid other = id;
    other.b[3] ^= 1;
    assert_false(store_has(f->s, &other));
    FAILS(FLASH_ENOTFOUND, store_read(f->s, &other, OBJECT_BLOB, 100, &f->a, &out, &f->err));
    oid_hex(&other, hex);
    assert_non_null(strstr(f->err.message, hex));

    /* The right form under the wrong name. */
    char right[OID_HEX + 1];
    oid_hex(&id, right);
    shell(f, NULL, "mkdir -p .git/objects/%.2s && cp .git/objects/%.2s/%s .git/objects/%.2s/%s",
        hex, right, right + 2, hex, hex + 2);
    FAILS(FLASH_ECORRUPT, store_read(f->s, &other, OBJECT_BLOB, 100, &f->a, &out, &f->err));
    /* Not even an object. */
    shell(f, NULL, "chmod +w .git/objects/%.2s/%s; echo junk > .git/objects/%.2s/%s", hex, hex + 2,
        hex, hex + 2);
    FAILS(FLASH_ECORRUPT, store_read(f->s, &other, OBJECT_BLOB, 100, &f->a, &out, &f->err));
}

static void locks(void **state)
{
    struct fixture *f = *state;
    struct store *second;

    OK(store_open(f->dir, 0, &second, &f->err));
    lock_store(f);
    lock_store(f);
    FAILS(FLASH_ELOCKED, store_lock(second, "other", 50, NULL, NULL, &f->err));
    store_unlock(f->s);
    FAILS(FLASH_ELOCKED, store_lock(second, "other", 50, NULL, NULL, &f->err));
    store_unlock(f->s);
    OK(store_lock(second, "other", 50, NULL, NULL, &f->err));
    store_unlock(second);
    store_close(second);
}

static void sweeps_only_old_locks(void **state)
{
    struct fixture *f = *state;

    shell(f, NULL,
        "mkdir -p .git/refs/heads/deep && touch .git/refs/heads/deep/a.lock "
        ".git/refs/heads/b.lock .git/HEAD.lock && touch -d '11 minutes ago' "
        ".git/refs/heads/deep/a.lock .git/HEAD.lock");
    lock_store(f);
    store_unlock(f->s);
    struct flash_str out = shell(f, NULL, "find .git -name '*.lock'");
    assert_true(str_eq(out, STR(".git/refs/heads/b.lock\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(creates_and_opens),
        STORE_TEST(starts_over_after_a_killed_init),
        STORE_TEST(refuses_what_is_no_store),
        STORE_TEST(refuses_another_user),
        STORE_TEST(users_config_does_not_matter),
        STORE_TEST(reads_are_checked),
        STORE_TEST(locks),
        STORE_TEST(sweeps_only_old_locks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

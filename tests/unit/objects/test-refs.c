#include "store-fixture.h"

static void names(void **state)
{
    static const char *const good[] = {"refs/heads/main", "refs/heads/a/b-c_d.e", "HEAD",
        "refs/tags/v1.0", "refs/heads/@", "refs/heads/\xc3\xa9", "ORIG_HEAD"};
    static const char *const bad[] = {"", "main", "refs/heads/", "refs/heads//a", "refs/heads/.a",
        "refs/heads/a.lock", "refs/heads/a..b", "refs/heads/a b", "refs/heads/a~1", "refs/heads/a^",
        "refs/heads/a:b", "refs/heads/a?", "refs/heads/a*", "refs/heads/a[", "refs/heads/a\\b",
        "refs/heads/a@{b", "refs/heads/a.", "refs/heads/a\tb", "refs/heads/a.lock/b",
        "/refs/heads/a", "../refs/heads/a", "refs/../a"};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        if (!ref_name_valid(str_from(good[i])))
            fail_msg("%s", good[i]);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (ref_name_valid(str_from(bad[i])))
            fail_msg("%s", bad[i]);
        int status;
        shell(f, &status, "git check-ref-format '%s'", bad[i]);
        if (status == 0 && strcmp(bad[i], "refs/heads/a.") != 0)
            fail_msg("git takes %s", bad[i]);
    }
    char longname[1100] = "refs/heads/";
    memset(longname + 11, 'a', sizeof longname - 12);
    assert_false(ref_name_valid(str_from(longname)));
}

static void compare_and_swap(void **state)
{
    struct fixture *f = *state;
    struct oid one = make_commit(f, "a", "1", NULL), two = make_commit(f, "a", "2", &one);
    struct ref_entry e;

    FAILS(FLASH_ENOTFOUND, ref_read(f->s, "refs/heads/main", &f->a, &e, &f->err));
    lock_store(f);
    FAILS(FLASH_ECHANGED, set_ref(f, "refs/heads/main", &one, &two));
    OK(set_ref(f, "refs/heads/main", NULL, &one));
    FAILS(FLASH_ECHANGED, set_ref(f, "refs/heads/main", NULL, &two));
    OK(set_ref(f, "refs/heads/main", &one, &two));
    FAILS(FLASH_ECHANGED, set_ref(f, "refs/heads/main", &one, &two));
    assert_non_null(strstr(f->err.message, "refs/heads/main"));
    store_unlock(f->s);
    OK(ref_read(f->s, "refs/heads/main", &f->a, &e, &f->err));
    assert_true(oid_eq(&e.id, &two));
    struct head head;
    OK(head_read(f->s, &f->a, &head, &f->err));
    assert_false(head.unborn);
    assert_true(oid_eq(&head.id, &two));

    struct reflog log;
    for (int i = 0; i < 2; i++) {
        OK(reflog_read(f->s, i ? "HEAD" : "refs/heads/main", &f->a, &log, &f->err));
        assert_int_equal(log.len, 2);
        assert_true(oid_eq(&log.items[0].from, &one));
        assert_true(oid_eq(&log.items[0].to, &two));
        assert_true(oid_is_zero(&log.items[1].from));
        assert_true(str_eq(log.items[0].message, STR("test: move")));
        assert_true(str_eq(log.items[0].who.name, STR("Ada")));
    }
    OK(reflog_read(f->s, "refs/heads/none", &f->a, &log, &f->err));
    assert_int_equal(log.len, 0);
    struct flash_str out = shell(f, NULL, "ls .git | grep -c flash-locks || true");
    assert_true(str_eq(out, STR("0\n")));
    shell(f, NULL, "git log -p; git reflog");
    git_fsck(f);
}

static void all_or_nothing(void **state)
{
    struct fixture *f = *state;
    struct oid one = make_commit(f, "a", "1", NULL), two = make_commit(f, "a", "2", &one);
    struct ref_entries refs;

    lock_store(f);
    OK(set_ref(f, "refs/heads/main", NULL, &one));
    struct ref_update u[] = {
        {.kind = REF_SET, .name = "refs/heads/b", .to = two},
        {.kind = REF_SET, .name = "refs/heads/main", .from = two, .to = one},
        {.kind = REF_SYMBOLIC, .name = "HEAD", .any_from = true, .to_ref = "refs/heads/b"},
    };
    FAILS(FLASH_ECHANGED, ref_transaction(f->s, u, 3, "x", &f->err));
    OK(ref_list(f->s, "refs/", &f->a, &refs, &f->err));
    assert_int_equal(refs.len, 1);
    u[1].from = one;
    u[1].to = two;
    OK(ref_transaction(f->s, u, 3, "checkout: moving from main to b", &f->err));
    store_unlock(f->s);
    struct head head;
    OK(head_read(f->s, &f->a, &head, &f->err));
    assert_true(str_eq(head.branch, STR("b")));
    OK(ref_list(f->s, "refs/heads/", &f->a, &refs, &f->err));
    assert_int_equal(refs.len, 2);
    assert_true(str_eq(refs.items[0].name, STR("refs/heads/b")));
    struct oid out;
    struct flash_str name;
    OK(rev_parse(f->s, STR("@{-1}"), &out, &f->err));
    assert_true(oid_eq(&out, &two));
    OK(rev_parse(f->s, STR("@{-1}~1"), &out, &f->err));
    assert_true(oid_eq(&out, &one));
    OK(rev_ref_name(f->s, STR("@{-1}"), &f->a, &name, &f->err));
    assert_true(str_eq(name, STR("refs/heads/main")));
    FAILS(FLASH_ENOTFOUND, rev_parse(f->s, STR("@{-3}"), &out, &f->err));
    FAILS(FLASH_EINVALID, rev_parse(f->s, STR("@{-x}"), &out, &f->err));
    git_fsck(f);
}

static void deletes_packed_and_loose(void **state)
{
    struct fixture *f = *state;
    struct oid one = make_commit(f, "a", "1", NULL);
    struct ref_entries refs;
    struct reflog log;

    lock_store(f);
    OK(set_ref(f, "refs/heads/main", NULL, &one));
    OK(set_ref(f, "refs/heads/x", NULL, &one));
    OK(set_ref(f, "refs/heads/y/z", NULL, &one));
    shell(f, NULL, "git pack-refs --all");
    struct ref_update u = {.kind = REF_DELETE, .name = "refs/heads/x", .from = one};
    OK(ref_transaction(f->s, &u, 1, "gone", &f->err));
    FAILS(FLASH_ENOTFOUND, ref_transaction(f->s, &u, 1, "gone", &f->err));
    OK(ref_list(f->s, "refs/heads/", &f->a, &refs, &f->err));
    assert_int_equal(refs.len, 2);
    OK(reflog_read(f->s, "refs/heads/x", &f->a, &log, &f->err));
    assert_int_equal(log.len, 0);
    u.name = "refs/heads/y/z";
    OK(ref_transaction(f->s, &u, 1, "gone", &f->err));
    OK(set_ref(f, "refs/heads/y", NULL, &one));
    store_unlock(f->s);
    git_fsck(f);
}

static void folders_in_the_way(void **state)
{
    struct fixture *f = *state;
    struct oid one = make_commit(f, "a", "1", NULL);

    lock_store(f);
    OK(set_ref(f, "refs/heads/a", NULL, &one));
    FAILS(FLASH_EEXISTS, set_ref(f, "refs/heads/a/b", NULL, &one));
    assert_non_null(strstr(f->err.message, "'refs/heads/a' exists"));
    OK(set_ref(f, "refs/heads/c/d", NULL, &one));
    FAILS(FLASH_EEXISTS, set_ref(f, "refs/heads/c", NULL, &one));
    shell(f, NULL, "git pack-refs --all");
    FAILS(FLASH_EEXISTS, set_ref(f, "refs/heads/c", NULL, &one));
    FAILS(FLASH_EEXISTS, set_ref(f, "refs/heads/a/b", NULL, &one));
    store_unlock(f->s);
}

static void renames(void **state)
{
    struct fixture *f = *state;
    struct oid one = commit_on(f, "refs/heads/main", "a", "1", NULL);
    struct oid two = commit_on(f, "refs/heads/main", "a", "2", &one);
    static const char *const steps[] = {
        "refs/heads/main", "refs/heads/trunk", "refs/heads/trunk/sub", "refs/heads/trunk"};
    struct reflog log;
    struct head head;
    struct ref_entries refs;

    lock_store(f);
    for (size_t i = 1; i < ARRAY_LEN(steps); i++) {
        OK(ref_rename(f->s, steps[i - 1], steps[i], "Branch: renamed", &f->err));
        OK(head_read(f->s, &f->a, &head, &f->err));
        assert_true(str_eq(head.branch, str_from(steps[i] + 11)));
        assert_true(oid_eq(&head.id, &two));
        OK(ref_list(f->s, "refs/", &f->a, &refs, &f->err));
        assert_int_equal(refs.len, 1);
        OK(reflog_read(f->s, steps[i], &f->a, &log, &f->err));
        assert_int_equal(log.len, 2 + i);
        assert_true(oid_eq(&log.items[0].from, &two));
        OK(reflog_read(f->s, steps[i - 1], &f->a, &log, &f->err));
        assert_int_equal(log.len, 0);
    }
    OK(set_ref(f, "refs/heads/other", NULL, &one));
    FAILS(FLASH_EEXISTS, ref_rename(f->s, "refs/heads/other", "refs/heads/trunk", "x", &f->err));
    FAILS(FLASH_EEXISTS, ref_rename(f->s, "refs/heads/other", "refs/heads/trunk/x", "x", &f->err));
    FAILS(FLASH_ENOTFOUND, ref_rename(f->s, "refs/heads/none", "refs/heads/x", "x", &f->err));
    FAILS(FLASH_EINVALID, ref_rename(f->s, "refs/heads/other", "refs/heads/a..b", "x", &f->err));
    store_unlock(f->s);
    git_fsck(f);
}

static void finishes_a_killed_rename(void **state)
{
    struct fixture *f = *state;
    struct oid one = commit_on(f, "refs/heads/main", "a", "1", NULL);
    char hex[OID_HEX + 1];
    struct head head;
    struct reflog log;

    oid_hex(&one, hex);
    shell(f, NULL,
        "(printf 'refs/heads/main\\nrefs/heads/new\\n%s\\nBranch: renamed\\n'; cat "
        ".git/logs/refs/heads/main) > .git/flash-rename",
        hex);
    lock_store(f);
    store_unlock(f->s);
    OK(head_read(f->s, &f->a, &head, &f->err));
    assert_true(str_eq(head.branch, STR("new")));
    OK(reflog_read(f->s, "refs/heads/new", &f->a, &log, &f->err));
    assert_int_equal(log.len, 1);
    shell(f, NULL, "! test -e .git/refs/heads/main && ! test -e .git/flash-rename");
}

static void puts_right_what_a_kill_left(void **state)
{
    struct fixture *f = *state;
    struct oid one = commit_on(f, "refs/heads/main", "a", "1", NULL);
    struct oid two = make_commit(f, "a", "2", &one);
    struct reflog log;
    char a[OID_HEX + 1], b[OID_HEX + 1];

    oid_hex(&one, a);
    oid_hex(&two, b);
    shell(f, NULL,
        "s=$(wc -c < .git/logs/HEAD); printf 'w %%d refs/heads/main refs/heads/main %s\\nw %%d "
        "refs/heads/main HEAD %s\\nend\\n' $s $s > .git/flash-locks; "
        "echo %s > .git/refs/heads/main.lock; "
        "printf '%s %s Ada <ada@example.org> 1767225600 +0000\\tx\\n' | tee -a .git/logs/HEAD >> "
        ".git/logs/refs/heads/main; touch -d '1 minute ago' .git/packed-refs.lock",
        a, a, b, a, b);
    lock_store(f);
    store_unlock(f->s);
    shell(f, NULL,
        "! test -e .git/refs/heads/main.lock && ! test -e .git/flash-locks && test -e "
        ".git/packed-refs.lock");
    for (int i = 0; i < 2; i++) {
        OK(reflog_read(f->s, i ? "HEAD" : "refs/heads/main", &f->a, &log, &f->err));
        assert_int_equal(log.len, 1);
    }
    /* A torn line goes with the next move. */
    shell(f, NULL, "printf '%s %s Ada' >> .git/logs/refs/heads/main", a, b);
    lock_store(f);
    OK(set_ref(f, "refs/heads/main", &one, &two));
    store_unlock(f->s);
    OK(reflog_read(f->s, "refs/heads/main", &f->a, &log, &f->err));
    assert_int_equal(log.len, 2);
    git_fsck(f);
}

static void a_live_lock_is_respected(void **state)
{
    struct fixture *f = *state;
    struct oid one = commit_on(f, "refs/heads/main", "a", "1", NULL);
    struct oid two = make_commit(f, "a", "2", &one);

    shell(f, NULL, "touch -d '1 minute ago' .git/refs/heads/main.lock");
    lock_store(f);
    FAILS(FLASH_ELOCKED, set_ref(f, "refs/heads/main", &one, &two));
    store_unlock(f->s);
    shell(f, NULL, "test -e .git/refs/heads/main.lock && rm .git/refs/heads/main.lock");
    lock_store(f);
    OK(set_ref(f, "refs/heads/main", &one, &two));
    store_unlock(f->s);
}

static void broken_refs_are_reported(void **state)
{
    struct fixture *f = *state;
    struct oid one = commit_on(f, "refs/heads/main", "a", "1", NULL);
    struct ref_entries refs;
    struct ref_entry e;
    struct head head;

    shell(f, NULL, "echo junk > .git/refs/heads/bad; : > .git/refs/heads/empty");
    FAILS(FLASH_ECORRUPT, ref_list(f->s, "refs/heads/", &f->a, &refs, &f->err));
    assert_int_equal(refs.len, 1);
    assert_true(oid_eq(&refs.items[0].id, &one));
    FAILS(FLASH_ECORRUPT, ref_read(f->s, "refs/heads/bad", &f->a, &e, &f->err));
    FAILS(FLASH_EINVALID, ref_read(f->s, "refs/heads/b..d", &f->a, &e, &f->err));
    lock_store(f);
    struct ref_update u = {.kind = REF_SET, .name = "refs/heads/bad", .any_from = true, .to = one};
    OK(ref_transaction(f->s, &u, 1, "mended", &f->err));
    store_unlock(f->s);
    OK(ref_read(f->s, "refs/heads/bad", &f->a, &e, &f->err));
    shell(f, NULL, "echo junk > .git/HEAD");
    FAILS(FLASH_ECORRUPT, head_read(f->s, &f->a, &head, &f->err));
    shell(f, NULL, "echo 'ref: refs/tags/x' > .git/HEAD");
    FAILS(FLASH_ECORRUPT, head_read(f->s, &f->a, &head, &f->err));
}

static void detached(void **state)
{
    struct fixture *f = *state;
    struct oid one = commit_on(f, "refs/heads/main", "a", "1", NULL);
    struct head head;
    struct reflog log;

    lock_store(f);
    struct ref_update u = {.kind = REF_SET, .name = "HEAD", .from = one, .to = one};
    OK(ref_transaction(f->s, &u, 1, "checkout: moving from main to 1234567", &f->err));
    OK(head_read(f->s, &f->a, &head, &f->err));
    assert_true(head.detached);
    struct oid two = make_commit(f, "a", "2", &one);
    OK(set_ref(f, "HEAD", &one, &two));
    store_unlock(f->s);
    OK(head_read(f->s, &f->a, &head, &f->err));
    assert_true(oid_eq(&head.id, &two));
    OK(reflog_read(f->s, "HEAD", &f->a, &log, &f->err));
    assert_int_equal(log.len, 3);
    OK(reflog_read(f->s, "refs/heads/main", &f->a, &log, &f->err));
    assert_int_equal(log.len, 1);
    git_fsck(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(names),
        STORE_TEST(compare_and_swap),
        STORE_TEST(all_or_nothing),
        STORE_TEST(deletes_packed_and_loose),
        STORE_TEST(folders_in_the_way),
        STORE_TEST(renames),
        STORE_TEST(finishes_a_killed_rename),
        STORE_TEST(puts_right_what_a_kill_left),
        STORE_TEST(a_live_lock_is_respected),
        STORE_TEST(broken_refs_are_reported),
        STORE_TEST(detached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

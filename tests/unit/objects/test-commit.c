#include "store-fixture.h"

#include "objects/graph/commitfmt.h"
#include "objects/graph/signature.h"
#include "objects/graph/trailer.h"

static void build_and_read(void **state)
{
    struct fixture *f = *state;
    struct oid one = make_commit(f, "a", "1", NULL);
    struct batch *b = batch_new(f->s, &f->a);
    struct commit c = {.parents = &one, .nparents = 1}, got, first;

    OK(commit_read(f->s, &one, &f->a, &first, &f->err));
    c.tree = first.tree;
    c.author = (struct signature){STR("Ada \"A\" L"), STR("ada@x"), 1767225600, -90};
    c.committer = (struct signature){STR("Grace"), STR(""), 1767225601, 330};
    c.message =
        STR("subject here\n\nbody line\nsecond\n\nFlash-Format: 1\nFlash-Rename: column a -> b\n");
    OK(commit_build(b, &f->a, &c, &f->err));
    OK(batch_write(b, &f->err));
    OK(commit_read(f->s, &c.id, &f->a, &got, &f->err));
    assert_true(oid_eq(&got.tree, &c.tree));
    assert_int_equal(got.nparents, 1);
    assert_true(oid_eq(&got.parents[0], &one));
    assert_true(str_eq(got.author.name, c.author.name));
    assert_int_equal(got.author.offset_min, -90);
    assert_int_equal(got.committer.offset_min, 330);
    assert_int_equal(got.committer.time, 1767225601);
    assert_true(str_eq(got.message, c.message));
    assert_true(str_eq(got.subject, STR("subject here")));
    assert_true(str_eq(got.body, STR("body line\nsecond")));
    char hex[OID_HEX + 1];
    oid_hex(&c.id, hex);
    struct flash_str out = shell(f, NULL,
        "git log -1 --format='%%an|%%ae|%%ai|%%s|%%(trailers:key=Flash-Rename,valueonly)' %s", hex);
    assert_true(str_eq(str_trim(out),
        STR("Ada \"A\" L|ada@x|2025-12-31 22:30:00 -0130|subject here|column a -> b")));
    lock_store(f);
    OK(set_ref(f, "refs/heads/main", NULL, &c.id));
    store_unlock(f->s);
    git_fsck(f);
}

static void refuses_what_git_cannot_hold(void **state)
{
    struct fixture *f = *state;
    struct batch *b = batch_new(f->s, &f->a);
    struct commit c = {.message = STR("x")};
    struct signature good = {STR("Ada"), STR("a@x"), 1, 0};

    c.author = c.committer = good;
    c.message = (struct flash_str){"a\0b", 3};
    FAILS(FLASH_EINVALID, commit_build(b, &f->a, &c, &f->err));
    c.message = STR("\xff\xfe");
    FAILS(FLASH_EINVALID, commit_build(b, &f->a, &c, &f->err));
    c.message = STR("x");
    c.author.name = STR("A <b");
    FAILS(FLASH_EINVALID, commit_build(b, &f->a, &c, &f->err));
    c.author.name = STR("");
    FAILS(FLASH_EINVALID, commit_build(b, &f->a, &c, &f->err));
    c.author = good;
    c.committer.email = STR("a\nb");
    FAILS(FLASH_EINVALID, commit_build(b, &f->a, &c, &f->err));
}

static void trailers(void **state)
{
    struct fixture *f = *state;
    struct strbuf m;
    struct commit c = {0};

    strbuf_init(&m, &f->a, 10000);
    strbuf_adds(&m, "subject: not a trailer\n\nSome body.\n");
    commit_add_trailer(&m, "Flash-Format", STR("1"));
    commit_add_trailer(&m, "Flash-Rename", STR("table a -> b"));
    commit_add_trailer(&m, "Flash-Rename", STR(" two\nlines \n"));
    assert_string_equal(m.ptr, "subject: not a trailer\n\nSome body.\n\nFlash-Format: 1\n"
                               "Flash-Rename: table a -> b\nFlash-Rename: two\n lines\n");
    c.message = strbuf_str(&m);
    assert_true(str_eq(commit_trailer(&c, "flash-format", 0), STR("1")));
    assert_true(str_eq(commit_trailer(&c, "Flash-Rename", 0), STR("two\n lines")));
    assert_true(str_eq(commit_trailer(&c, "Flash-Rename", 1), STR("table a -> b")));
    assert_int_equal(commit_trailer(&c, "Flash-Rename", 2).len, 0);
    assert_int_equal(commit_trailer(&c, "subject", 0).len, 0);
    assert_int_equal(commit_trailer(&c, "None", 0).len, 0);

    static const char *const none[] = {"", "\n", "subject", "a: b", "a: b\nc: d",
        "s\n\nnot one: x y\nplain line", "s\n\n: x", "s\n\n x: y", "s\n\na b: c"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        if (commit_trailer_block(str_from(none[i])).len != 0)
            fail_msg("%s", none[i]);
    strbuf_truncate(&m, 0);
    strbuf_adds(&m, "subject");
    commit_add_trailer(&m, "X", STR("1"));
    assert_string_equal(m.ptr, "subject\n\nX: 1\n");
    c.message = strbuf_str(&m);
    assert_true(str_eq(commit_trailer(&c, "X", 0), STR("1")));
}

static void signatures(void **state)
{
    struct signature s;

    (void)state;
    assert_true(signature_parse(STR("A B <a@b> 12 +0130"), &s));
    assert_int_equal(s.time, 12);
    assert_int_equal(s.offset_min, 90);
    assert_true(signature_parse(STR(" <> "), &s));
    assert_int_equal(s.name.len + s.email.len, 0);
    assert_true(signature_parse(STR("A <a<b>> 99999999999999999999 +9999"), &s));
    assert_int_equal(s.time, 0);
    assert_int_equal(s.offset_min, 0);
    assert_true(signature_parse(STR("A <a> -5 -0000"), &s));
    assert_int_equal(s.time, 0);
    assert_false(signature_parse(STR("A a"), &s));
    assert_false(signature_parse(STR("> <"), &s));
    assert_false(signature_parse(STR(""), &s));
}

static void malformed_commits(void **state)
{
    static const char *const bad[] = {"", "tree\n", "tree x\n",
        "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904",
        "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n",
        "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nparent 12\nauthor a <b> 1 +0000\n",
        "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor a <b> 1 +0000\n\nx",
        "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor a b\ncommitter a <b> 1 +0000\n"};
    struct fixture *f = *state;
    struct oid id = {{0}};
    struct commit c;
    struct tag t;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        FAILS(FLASH_ECORRUPT, commit_parse(str_from(bad[i]), &id, &f->a, &c, &f->err));
        FAILS(FLASH_ECORRUPT, tag_parse(str_from(bad[i]), &id, &t, &f->err));
    }
    OK(commit_parse(STR("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor a <b> 1 +0000\n"
                        "committer a <b> 1 +0000\ngpgsig -----BEGIN\n x\n \n y\nencoding latin1"),
        &id, &f->a, &c, &f->err));
    assert_int_equal(c.message.len + c.subject.len + c.body.len, 0);
    OK(commit_parse(STR("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor a <b> 1 +0000\n"
                        "committer a <b> 1 +0000\ngpgsig -----BEGIN\n x\n \n y\n\n\nhello\nyou"),
        &id, &f->a, &c, &f->err));
    assert_true(str_eq(c.subject, STR("hello")));
    assert_true(str_eq(c.body, STR("you")));
}

static void tags(void **state)
{
    struct fixture *f = *state;
    struct batch *b = batch_new(f->s, &f->a);
    struct oid one = make_commit(f, "a", "1", NULL), id, peeled;
    struct signature who;
    struct tag t;

    OK(signature_default(f->s, &f->a, &who, &f->err));
    OK(tag_build(b, &f->a, STR("v1"), &one, &who, STR("first\n\nlong"), &id, &f->err));
    OK(batch_write(b, &f->err));
    OK(tag_read(f->s, &id, &f->a, &t, &f->err));
    assert_true(oid_eq(&t.target, &one));
    assert_true(str_eq(t.name, STR("v1")));
    assert_true(str_eq(t.message, STR("first\n\nlong\n")));
    assert_true(str_eq(t.tagger.name, STR("Ada")));
    lock_store(f);
    OK(set_ref(f, "refs/tags/v1", NULL, &id));
    store_unlock(f->s);
    OK(rev_parse(f->s, STR("v1"), &peeled, &f->err));
    assert_true(oid_eq(&peeled, &one));
    FAILS(FLASH_EINVALID, tag_build(b, &f->a, STR("a b"), &one, &who, STR("x"), &id, &f->err));
    struct oid none = {{7}};
    FAILS(FLASH_ENOTFOUND, tag_build(b, &f->a, STR("v2"), &none, &who, STR("x"), &id, &f->err));
    git_fsck(f);
}

static void who_commits(void **state)
{
    struct fixture *f = *state;
    struct signature s;

    setenv("FLASH_AUTHOR_NAME", " A <B>\n", 1);
    OK(signature_default(NULL, &f->a, &s, &f->err));
    assert_true(str_eq(s.name, STR("A B")));
    unsetenv("FLASH_AUTHOR_NAME");
    unsetenv("FLASH_AUTHOR_EMAIL");
    setenv("GIT_AUTHOR_NAME", "Git", 1);
    OK(signature_default(NULL, &f->a, &s, &f->err));
    assert_true(str_eq(s.name, STR("Git")));
    assert_true(s.email.len > 0);
    unsetenv("GIT_AUTHOR_NAME");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(build_and_read),
        STORE_TEST(refuses_what_git_cannot_hold),
        STORE_TEST(trailers),
        STORE_TEST(signatures),
        STORE_TEST(malformed_commits),
        STORE_TEST(tags),
        STORE_TEST(who_commits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

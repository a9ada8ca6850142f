#include "store-fixture.h"

#include "objects/maint/fsck.h"
#include "objects/maint/gc.h"

struct heard {
    struct fixture *f;
    struct strbuf text;
    size_t commits;
    int64_t last_time;
};

static void hear(void *payload, enum fsck_level level, const char *what, struct flash_str text)
{
    struct heard *h = payload;

    strbuf_addf(&h->text, "%d %s %.*s\n", (int)level, what, STR_ARG(text));
}

static void see(void *payload, const struct commit *c)
{
    struct heard *h = payload;

    if (h->commits++ && c->committer.time > h->last_time)
        fail_msg("not newest first");
    h->last_time = c->committer.time;
}

static struct fsck_result check(struct fixture *f, struct heard *h)
{
    struct fsck_result r;
    struct fsck_options o = {.report = hear, .visit = see, .payload = h};

    *h = (struct heard){.f = f};
    strbuf_init(&h->text, &f->a, 1 << 20);
    OK(fsck_run(f->s, &o, f->scratch, &r, &f->err));
    return r;
}

static struct oid fill(struct fixture *f, int commits)
{
    struct oid id = commit_on(f, "refs/heads/main", "dir/a0", "text", NULL);

    for (int i = 1; i < commits; i++)
        id = commit_on(f, "refs/heads/main", arena_cprintf(&f->a, "dir/a%d", i),
            arena_cprintf(&f->a, "text %d", i), &id);
    return id;
}

static void a_sound_store(void **state)
{
    struct fixture *f = *state;
    struct heard h;

    struct fsck_result r = check(f, &h);
    assert_int_equal(r.errors + r.warnings + r.commits, 0);
    fill(f, 5);
    r = check(f, &h);
    if (r.errors + r.warnings)
        fail_msg("%s", h.text.ptr);
    assert_int_equal(r.commits, 5);
    assert_int_equal(r.trees, 10);
    assert_int_equal(r.blobs, 5);
    assert_int_equal(r.refs, 1);
    assert_int_equal(r.dangling, 0);
    assert_int_equal(h.commits, 5);
    make_commit(f, "x", "lost", NULL);
    r = check(f, &h);
    assert_int_equal(r.dangling, 1);
    assert_int_equal(r.errors, 0);
}

static const char *path_of(struct fixture *f, const struct oid *id)
{
    char hex[OID_HEX + 1];

    oid_hex(id, hex);
    return arena_cprintf(&f->a, ".git/objects/%.2s/%s", hex, hex + 2);
}

static void reopen(struct fixture *f)
{
    store_close(f->s);
    OK(store_open(f->dir, 0, &f->s, &f->err));
}

static void finds_damage(void **state)
{
    struct fixture *f = *state;
    struct heard h;
    struct oid blob, head = fill(f, 3);
    struct commit c;

    OK(commit_read(f->s, &head, &f->a, &c, &f->err));
    oid_of(OBJECT_BLOB, STR("text 1"), &blob);
    shell(f, NULL, "mv %s saved", path_of(f, &blob));
    reopen(f);
    struct fsck_result r = check(f, &h);
    assert_int_equal(r.errors, 1);
    assert_non_null(strstr(h.text.ptr, "missing blob"));
    assert_non_null(strstr(h.text.ptr, "named by tree"));

    /* One byte of the compressed text. */
    shell(f, NULL, "cp saved %s; chmod +w %s; printf 'X' | dd of=%s bs=1 seek=5 conv=notrunc 2>&1",
        path_of(f, &blob), path_of(f, &blob), path_of(f, &blob));
    reopen(f);
    r = check(f, &h);
    assert_int_equal(r.errors, 1);
    assert_non_null(strstr(h.text.ptr, "corrupt"));
    shell(f, NULL, "cp -f saved %s", path_of(f, &blob));

    shell(f, NULL, "mv %s saved", path_of(f, &c.tree));
    reopen(f);
    r = check(f, &h);
    assert_int_equal(r.errors, 1);
    assert_non_null(strstr(h.text.ptr, "missing tree"));
    shell(f, NULL, "cp -f saved %s", path_of(f, &c.tree));

    shell(f, NULL, "echo junk > .git/refs/heads/bad; echo junk >> .git/logs/HEAD");
    reopen(f);
    r = check(f, &h);
    assert_int_equal(r.errors, 1);
    assert_int_equal(r.warnings, 1);
    assert_non_null(strstr(h.text.ptr, "broken-ref"));
    assert_non_null(strstr(h.text.ptr, "bad-reflog"));
    shell(f, NULL,
        "rm .git/refs/heads/bad; echo 1234567890123456789012345678901234567890 > "
        ".git/refs/heads/gone");
    reopen(f);
    r = check(f, &h);
    assert_int_equal(r.errors, 1);
    assert_non_null(strstr(h.text.ptr, "named by refs/heads/gone"));
}

static void gc_keeps_everything(void **state)
{
    struct fixture *f = *state;
    struct heard h;
    struct gc_result g;
    struct gc_options o = {0};
    struct batch *b = batch_new(f->s, &f->a);

    struct oid head = fill(f, 30);
    for (int i = 0; i < 150; i++)
        add_blob(f, b, arena_cprintf(&f->a, "stray %d", i));
    OK(batch_write(b, &f->err));
    struct oid young = make_commit(f, "x", "unreached", NULL), out;
    /* Only the reflog knows the tip after this. */
    OK(rev_parse(f->s, STR("HEAD~5"), &out, &f->err));
    lock_store(f);
    OK(set_ref(f, "refs/heads/main", &head, &out));
    store_unlock(f->s);
    struct fsck_result before = check(f, &h);
    assert_int_equal(before.commits, 30);

    o.only_if_needed = true;
    OK(gc_run(f->s, &o, f->scratch, &g, &f->err));
    assert_false(g.ran);
    o.only_if_needed = false;
    OK(gc_run(f->s, &o, f->scratch, &g, &f->err));
    assert_true(g.ran);
    assert_int_equal(g.packed, before.commits + before.trees + before.blobs);
    assert_int_equal(g.pruned, 0);
    assert_int_equal(g.packs_removed, 0); /* its objects are young */
    struct fsck_result after = check(f, &h);
    assert_int_equal(after.errors, 0);
    assert_int_equal(after.commits, 30);
    assert_true(store_has(f->s, &young));
    git_fsck(f);
    reopen(f);
    OK(rev_parse(f->s, STR("HEAD@{1}"), &out, &f->err));
    assert_true(oid_eq(&out, &head));

    shell(f, NULL,
        "find .git/objects -type f -exec touch -d '15 days ago' {} +; touch -d '2 days ago' "
        ".git/objects/pack/pack_git2_x .git/objects/tmp_object_git2_y; touch "
        ".git/objects/pack/pack_git2_new");
    OK(gc_run(f->s, &o, f->scratch, &g, &f->err));
    assert_int_equal(g.temp_removed, 2);
    assert_int_equal(g.pruned, 150 + 3);
    assert_int_equal(g.packs_removed, 1);
    assert_false(store_has(f->s, &young));
    after = check(f, &h);
    assert_int_equal(after.errors + after.dangling, 0);
    assert_int_equal(after.commits, 30);
    git_fsck(f);
}

/* A second gc finds nothing to do, and one after new commits replaces the pack. */
static void gc_again(void **state)
{
    struct fixture *f = *state;
    struct gc_options o = {0};
    struct gc_result g;
    struct heard h;
    struct oid head = fill(f, 3);

    OK(gc_run(f->s, &o, f->scratch, &g, &f->err));
    assert_int_equal(g.packed, 3 + 6 + 3);
    struct flash_str one = shell(f, NULL, "ls -i .git/objects/pack");
    OK(gc_run(f->s, &o, f->scratch, &g, &f->err));
    assert_int_equal(g.packed, 0);
    struct flash_str two = shell(f, NULL, "ls -i .git/objects/pack");
    assert_true(str_eq(one, two));
    commit_on(f, "refs/heads/main", "dir/new", "new", &head);
    OK(gc_run(f->s, &o, f->scratch, &g, &f->err));
    assert_int_equal(g.packs_removed, 1);
    assert_true(str_eq(shell(f, NULL, "ls .git/objects/pack | wc -l"), STR("2\n")));
    assert_true(str_eq(shell(f, NULL, "ls .git/objects | tr '\\n' ' '"), STR("info pack ")));
    assert_int_equal(check(f, &h).errors, 0);
    /* What git's own gc makes of it is fine with us, and the other way round. */
    shell(f, NULL,
        "git gc -q && git multi-pack-index write && git repack -q -a -d --write-bitmap-index");
    commit_on(f, "refs/heads/other", "dir/new", "newer", NULL);
    OK(gc_run(f->s, &o, f->scratch, &g, &f->err));
    assert_int_equal(check(f, &h).errors, 0);
    git_fsck(f);
}

static void gc_when_needed(void **state)
{
    struct fixture *f = *state;
    struct gc_options o = {.only_if_needed = true};
    struct gc_result g;
    struct oid id = fill(f, 2);

    for (int i = 0; i < 52; i++) {
        struct batch *b = batch_new(f->s, &f->a);
        struct tree_list l = {0};
        struct commit c = {
            .message = STR("many"), .parents = arena_new(&f->a, struct oid), .nparents = 1};
        for (int k = 0; k < 101; k++) {
            struct oid blob = add_blob(f, b, arena_cprintf(&f->a, "%d %d", i, k));
            tree_list_add(&f->a, &l, arena_printf(&f->a, "%d/%d", i, k), &blob);
        }
        *c.parents = id;
        OK(tree_build(&f->a, f->scratch, &l, b, &c.tree, &f->err));
        OK(signature_default(f->s, &f->a, &c.author, &f->err));
        c.committer = c.author;
        OK(commit_build(b, &f->a, &c, &f->err));
        OK(batch_write(b, &f->err));
        lock_store(f);
        OK(set_ref(f, "refs/heads/main", &id, &c.id));
        store_unlock(f->s);
        id = c.id;
        OK(gc_run(f->s, &o, f->scratch, &g, &f->err));
        assert_int_equal(g.ran, i == 50);
    }
}

static void gc_refuses_a_damaged_store(void **state)
{
    struct fixture *f = *state;
    struct gc_options o = {0};
    struct gc_result g;
    struct oid blob;

    fill(f, 3);
    oid_of(OBJECT_BLOB, STR("text 1"), &blob);
    shell(f, NULL, "rm -f %s", path_of(f, &blob));
    reopen(f);
    struct flash_str before = shell(f, NULL, "find .git/objects -type f | sort");
    assert_true(gc_run(f->s, &o, f->scratch, &g, &f->err) < 0);
    struct flash_str after = shell(f, NULL, "find .git/objects -type f | grep -v pack_git2 | sort");
    assert_true(str_eq(before, after));
    shell(f, NULL, "echo junk > .git/refs/heads/bad");
    FAILS(FLASH_ECORRUPT, gc_run(f->s, &o, f->scratch, &g, &f->err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(a_sound_store),
        STORE_TEST(finds_damage),
        STORE_TEST(gc_keeps_everything),
        STORE_TEST(gc_again),
        STORE_TEST(gc_when_needed),
        STORE_TEST(gc_refuses_a_damaged_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

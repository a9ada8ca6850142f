#include "store-fixture.h"

#include "objects/store/treefmt.h"

static struct oid blob_of(const char *text)
{
    struct oid id;

    oid_of(OBJECT_BLOB, str_from(text), &id);
    return id;
}

static void put(struct fixture *f, struct tree_list *l, const char *path, const char *text)
{
    struct oid id = text ? blob_of(text) : (struct oid){{0}};

    tree_list_add(&f->a, l, str_from(path), &id);
}

static void hashes_without_a_store_as_git_does(void **state)
{
    struct fixture *f = *state;
    struct tree_list l = {0};
    struct oid id, again;
    char hex[OID_HEX + 1];

    put(f, &l, "b/c/d.sql", "2");
    put(f, &l, "a.sql", "1");
    put(f, &l, "a/x", "3");
    put(f, &l, "a-b", "4");
    put(f, &l, "a0", "5");
    l.items[4].executable = true;
    OK(tree_build(&f->a, f->scratch, &l, NULL, &id, &f->err));
    shell(f, NULL,
        "git init -q w; cd w; mkdir -p b/c a; printf 2 >b/c/d.sql; printf 1 >a.sql; "
        "printf 3 >a/x; printf 4 >a-b; printf 5 >a0; chmod +x a0; git add .");
    oid_hex(&id, hex);
    struct flash_str out = shell(f, NULL, "cd w; git write-tree");
    assert_true(str_eq(str_trim(out), str_from(hex)));
    tree_list_sort(&l);
    assert_true(str_eq(l.items[0].path, STR("a-b")));
    OK(tree_build(&f->a, f->scratch, &l, NULL, &again, &f->err));
    assert_true(oid_eq(&id, &again));
    l.len = 0;
    OK(tree_build(&f->a, f->scratch, &l, NULL, &id, &f->err));
    oid_hex(&id, hex);
    assert_string_equal(hex, "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
}

static void refuses_bad_paths(void **state)
{
    static const char *const bad[] = {
        "", "/a", "a/", "a//b", ".", "..", "a/../b", ".git/x", "a/.GIT", "a/.git", "a\\b", "a/./b"};
    struct fixture *f = *state;
    struct oid id;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct tree_list l = {0};
        put(f, &l, bad[i], "1");
        FAILS(FLASH_EINVALID, tree_build(&f->a, f->scratch, &l, NULL, &id, &f->err));
        FAILS(FLASH_EINVALID, tree_edit(f->s, NULL, &l, &f->a, f->scratch, NULL, &id, &f->err));
    }
    struct tree_list deep = {0};
    char *path = arena_array(&f->a, char, 2000);
    for (size_t i = 0; i < 1000; i++)
        memcpy(path + 2 * i, "a/", 2);
    path[1999] = '\0';
    put(f, &deep, path, "1");
    FAILS(FLASH_ETOOBIG, tree_build(&f->a, f->scratch, &deep, NULL, &id, &f->err));
    struct tree_list none = {0};
    put(f, &none, "a", NULL);
    FAILS(FLASH_EINVALID, tree_build(&f->a, f->scratch, &none, NULL, &id, &f->err));
}

static void refuses_two_of_one_name(void **state)
{
    struct fixture *f = *state;
    struct tree_list l = {0};
    struct oid id;

    put(f, &l, "x/a", "1");
    put(f, &l, "x/b", "1");
    put(f, &l, "x/a", "2");
    FAILS(FLASH_EEXISTS, tree_build(&f->a, f->scratch, &l, NULL, &id, &f->err));
    l.len = 2;
    put(f, &l, "x/a.b", "2");
    put(f, &l, "x/a/c", "2");
    FAILS(FLASH_EEXISTS, tree_build(&f->a, f->scratch, &l, NULL, &id, &f->err));
    FAILS(FLASH_EEXISTS, tree_edit(f->s, NULL, &l, &f->a, f->scratch, NULL, &id, &f->err));
}

static struct oid store_tree(struct fixture *f, const char *const *paths, size_t n)
{
    struct batch *b = batch_new(f->s, &f->a);
    struct tree_list l = {0};
    struct oid id;

    for (size_t i = 0; i < n; i++) {
        struct oid blob = add_blob(f, b, paths[i]);
        tree_list_add(&f->a, &l, str_from(paths[i]), &blob);
    }
    OK(tree_build(&f->a, f->scratch, &l, b, &id, &f->err));
    OK(batch_write(b, &f->err));
    return id;
}

static const char *const sample[] = {"a", "a.b", "dir/one", "dir/sub/two", "dir0", "z/y/x"};

static void flattens_and_finds(void **state)
{
    struct fixture *f = *state;
    struct oid id = store_tree(f, sample, ARRAY_LEN(sample)), found;
    struct tree_list l;
    bool is_tree;

    OK(tree_flatten(f->s, &id, STR(""), &f->a, &l, &f->err));
    assert_int_equal(l.len, ARRAY_LEN(sample));
    for (size_t i = 0; i < l.len; i++) {
        assert_true(str_eq(l.items[i].path, str_from(sample[i])));
        struct oid blob = blob_of(sample[i]);
        assert_true(oid_eq(&l.items[i].id, &blob));
    }
    OK(tree_flatten(f->s, &id, STR("dir"), &f->a, &l, &f->err));
    assert_int_equal(l.len, 2);
    assert_true(str_eq(l.items[1].path, STR("sub/two")));
    FAILS(FLASH_ENOTFOUND, tree_flatten(f->s, &id, STR("no"), &f->a, &l, &f->err));
    FAILS(FLASH_ENOTFOUND, tree_flatten(f->s, &id, STR("a"), &f->a, &l, &f->err));
    OK(tree_find(f->s, &id, STR("dir/sub"), &found, &is_tree, &f->err));
    assert_true(is_tree);
    OK(tree_find(f->s, &id, STR("dir/sub/two"), &found, &is_tree, &f->err));
    assert_false(is_tree);
    FAILS(FLASH_ENOTFOUND, tree_find(f->s, &id, STR("a/b"), &found, &is_tree, &f->err));
    FAILS(FLASH_ENOTFOUND, tree_find(f->s, &id, STR("dir/no"), &found, &is_tree, &f->err));
}

struct edit_case {
    const char *put[4], *remove[4];
    const char *want[9];
    int code;
};

static const struct edit_case edit_cases[] = {
    {.put = {"new"}, .want = {"a", "a.b", "dir/one", "dir/sub/two", "dir0", "new", "z/y/x"}},
    {.put = {"dir/sub/new", "dir/a/b/c"},
        .want = {"a", "a.b", "dir/a/b/c", "dir/one", "dir/sub/new", "dir/sub/two", "dir0",
            "z/y/x"}},
    {.remove = {"z/y/x", "not/there"}, .want = {"a", "a.b", "dir/one", "dir/sub/two", "dir0"}},
    {.remove = {"dir"}, .want = {"a", "a.b", "dir0", "z/y/x"}},
    {.remove = {"dir"}, .put = {"dir/new"}, .want = {"a", "a.b", "dir/new", "dir0", "z/y/x"}},
    {.remove = {"dir/one", "dir/sub/two"},
        .put = {"dir"},
        .want = {"a", "a.b", "dir", "dir0", "z/y/x"}},
    {.remove = {"a"},
        .put = {"a/deep/b"},
        .want = {"a.b", "a/deep/b", "dir/one", "dir/sub/two", "dir0", "z/y/x"}},
    {.put = {"dir"}, .code = FLASH_EEXISTS},
    {.put = {"a/b"}, .code = FLASH_EEXISTS},
    {.remove = {"a", "a.b", "dir", "z"}, .put = {"only"}, .want = {"dir0", "only"}},
};

static void edits(void **state)
{
    struct fixture *f = *state;
    struct oid base = store_tree(f, sample, ARRAY_LEN(sample)), got, want, none = {{0}};

    for (size_t i = 0; i < ARRAY_LEN(edit_cases); i++) {
        const struct edit_case *c = &edit_cases[i];
        struct tree_list l = {0};
        size_t n = 0;
        for (size_t k = 0; k < 4 && c->put[k]; k++)
            put(f, &l, c->put[k], c->put[k]);
        for (size_t k = 0; k < 4 && c->remove[k]; k++)
            tree_list_add(&f->a, &l, str_from(c->remove[k]), &none);
        if (c->code) {
            FAILS(c->code, tree_edit(f->s, &base, &l, &f->a, f->scratch, NULL, &got, &f->err));
            continue;
        }
        while (n < 9 && c->want[n])
            n++;
        want = store_tree(f, c->want, n);
        OK(tree_edit(f->s, &base, &l, &f->a, f->scratch, NULL, &got, &f->err));
        if (!oid_eq(&got, &want))
            fail_msg("edit case %zu", i);
    }
}

static void editing_all_away_leaves_the_empty_tree(void **state)
{
    struct fixture *f = *state;
    struct oid base = store_tree(f, sample, ARRAY_LEN(sample)), got, want;
    struct batch *b = batch_new(f->s, &f->a);
    struct tree_list l = {0};

    OK(tree_build(&f->a, f->scratch, &l, NULL, &want, &f->err));
    for (size_t i = 0; i < ARRAY_LEN(sample); i++)
        put(f, &l, sample[i], NULL);
    OK(tree_edit(f->s, &base, &l, &f->a, f->scratch, b, &got, &f->err));
    assert_true(oid_eq(&got, &want));
    OK(batch_write(b, &f->err));
    assert_true(store_has(f->s, &got));
}

static void editing_opens_only_what_it_must(void **state)
{
    struct fixture *f = *state;
    struct oid base = store_tree(f, sample, ARRAY_LEN(sample)), got, dir;
    struct tree_list l = {0};
    bool is_tree;
    char hex[OID_HEX + 1];

    OK(tree_find(f->s, &base, STR("dir"), &dir, &is_tree, &f->err));
    oid_hex(&dir, hex);
    shell(f, NULL, "rm -f .git/objects/%.2s/%s", hex, hex + 2);
    struct store *fresh;
    OK(store_open(f->dir, 0, &fresh, &f->err));
    put(f, &l, "z/new", "1");
    OK(tree_edit(fresh, &base, &l, &f->a, f->scratch, NULL, &got, &f->err));
    put(f, &l, "dir/new", "1");
    FAILS(FLASH_ENOTFOUND, tree_edit(fresh, &base, &l, &f->a, f->scratch, NULL, &got, &f->err));
    store_close(fresh);
}

static void diffs(void **state)
{
    static const char *const other[] = {"a/b", "a.b", "dir/one", "dir/sub/three", "dir0", "z/y/x"};
    static const char *const want[] = {"a", "a/b", "dir/sub/three", "dir/sub/two"};
    struct fixture *f = *state;
    struct oid from = store_tree(f, sample, ARRAY_LEN(sample));
    struct oid to = store_tree(f, other, ARRAY_LEN(other));
    struct tree_deltas d;

    OK(tree_diff(f->s, &from, &to, &f->a, &d, &f->err));
    assert_int_equal(d.len, ARRAY_LEN(want));
    for (size_t i = 0; i < d.len; i++)
        assert_true(str_eq(d.items[i].path, str_from(want[i])));
    assert_true(oid_is_zero(&d.items[0].to));
    assert_true(oid_is_zero(&d.items[1].from));
    OK(tree_diff(f->s, &from, &from, &f->a, &d, &f->err));
    assert_int_equal(d.len, 0);
    OK(tree_diff(f->s, NULL, &to, &f->a, &d, &f->err));
    assert_int_equal(d.len, ARRAY_LEN(other));
    OK(tree_diff(f->s, &to, NULL, &f->a, &d, &f->err));
    assert_int_equal(d.len, ARRAY_LEN(other));
    OK(tree_diff(f->s, NULL, NULL, &f->a, &d, &f->err));
    assert_int_equal(d.len, 0);
}

/* A tree that holds itself ten times, forty levels deep: few objects, endless paths. */
static void a_tree_bomb_is_refused(void **state)
{
    struct fixture *f = *state;
    struct batch *b = batch_new(f->s, &f->a);
    struct oid id;
    struct tree_list l = {0};

    OK(tree_build(&f->a, f->scratch, &l, b, &id, &f->err));
    for (int level = 0; level < 40; level++) {
        struct strbuf bytes;
        strbuf_init(&bytes, &f->a, 4096);
        for (char c = '0'; c <= '9'; c++)
            tree_emit(&bytes, &(struct tree_item){{&c, 1}, id, TREE_MODE_DIR});
        batch_add(b, OBJECT_TREE, strbuf_str(&bytes), &id);
    }
    OK(batch_write(b, &f->err));
    struct tree_deltas d;
    FAILS(FLASH_ETOOBIG, tree_flatten(f->s, &id, STR(""), &f->a, &l, &f->err));
    FAILS(FLASH_ETOOBIG, tree_diff(f->s, NULL, &id, &f->a, &d, &f->err));
}

static void hostile_trees_are_refused(void **state)
{
    static const struct flash_str bad[] = {
        {"100644 ..\0AAAAAAAAAAAAAAAAAAAA", 30},
        {"100644 .git\0AAAAAAAAAAAAAAAAAAAA", 32},
        {"100644 a/b\0AAAAAAAAAAAAAAAAAAAA", 31},
        {"100644 \0AAAAAAAAAAAAAAAAAAAA", 28},
        {"120000 a\0AAAAAAAAAAAAAAAAAAAA", 29},
        {"160000 a\0AAAAAAAAAAAAAAAAAAAA", 29},
        {"100644 a\0AAAAAAAAAAAAAAAAAAA", 28},
        {"100644 a", 8},
        {"100644", 6},
        {"100644 b\0AAAAAAAAAAAAAAAAAAAA100644 a\0AAAAAAAAAAAAAAAAAAAA", 58},
        {"100644 b\0AAAAAAAAAAAAAAAAAAAA100644 b\0AAAAAAAAAAAAAAAAAAAA", 58},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct batch *b = batch_new(f->s, &f->a);
        struct tree_list l;
        struct oid id;
        batch_add(b, OBJECT_TREE, bad[i], &id);
        OK(batch_write(b, &f->err));
        FAILS(FLASH_ECORRUPT, tree_flatten(f->s, &id, STR(""), &f->a, &l, &f->err));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(hashes_without_a_store_as_git_does),
        STORE_TEST(refuses_bad_paths),
        STORE_TEST(refuses_two_of_one_name),
        STORE_TEST(flattens_and_finds),
        STORE_TEST(edits),
        STORE_TEST(editing_all_away_leaves_the_empty_tree),
        STORE_TEST(editing_opens_only_what_it_must),
        STORE_TEST(diffs),
        STORE_TEST(a_tree_bomb_is_refused),
        STORE_TEST(hostile_trees_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "store-fixture.h"

/* one - two - four     four merges two and three, five is unrelated
 *    \- three -/                                                     */
struct history {
    struct oid one, two, three, four, five;
};

static struct oid merge(struct fixture *f, const struct oid *a, const struct oid *b)
{
    struct batch *batch = batch_new(f->s, &f->a);
    struct oid parents[2] = {*a, *b};
    struct commit c = {.parents = parents, .nparents = 2, .message = STR("merge them\n")}, p;

    OK(commit_read(f->s, a, &f->a, &p, &f->err));
    c.tree = p.tree;
    OK(signature_default(f->s, &f->a, &c.author, &f->err));
    c.committer = c.author;
    OK(commit_build(batch, &f->a, &c, &f->err));
    OK(batch_write(batch, &f->err));
    return c.id;
}

static struct history history(struct fixture *f)
{
    struct history h;

    h.one = commit_on(f, "refs/heads/main", "a", "1", NULL);
    h.two = commit_on(f, "refs/heads/main", "a", "2", &h.one);
    h.three = make_commit(f, "b", "3", &h.one);
    h.four = merge(f, &h.two, &h.three);
    h.five = make_commit(f, "c", "5", NULL);
    lock_store(f);
    OK(set_ref(f, "refs/heads/main", &h.two, &h.four));
    OK(set_ref(f, "refs/heads/feature/login", NULL, &h.three));
    OK(set_ref(f, "refs/heads/lonely", NULL, &h.five));
    store_unlock(f->s);
    return h;
}

static void ancestry(void **state)
{
    struct fixture *f = *state;
    struct history h = history(f);
    struct oid_list l;
    size_t ahead, behind;

    assert_true(graph_is_ancestor(f->s, &h.one, &h.four));
    assert_true(graph_is_ancestor(f->s, &h.one, &h.one));
    assert_false(graph_is_ancestor(f->s, &h.four, &h.one));
    assert_false(graph_is_ancestor(f->s, &h.five, &h.four));
    OK(graph_ahead_behind(f->s, &h.two, &h.three, &ahead, &behind, &f->err));
    assert_int_equal(ahead, 1);
    assert_int_equal(behind, 1);
    OK(graph_merge_bases(f->s, &h.two, &h.three, &f->a, &l, &f->err));
    assert_int_equal(l.len, 1);
    assert_true(oid_eq(&l.items[0], &h.one));
    OK(graph_merge_bases(f->s, &h.two, &h.five, &f->a, &l, &f->err));
    assert_int_equal(l.len, 0);
}

static size_t index_of(const struct oid_list *l, const struct oid *id)
{
    for (size_t i = 0; i < l->len; i++)
        if (oid_eq(&l->items[i], id))
            return i;
    fail();
    return 0;
}

static void walks(void **state)
{
    struct fixture *f = *state;
    struct history h = history(f);
    struct oid_list l;
    struct graph_walk w = {.include = &h.four, .ninclude = 1};

    OK(graph_walk(f->s, &w, &f->a, &l, &f->err));
    assert_int_equal(l.len, 4);
    assert_int_equal(index_of(&l, &h.four), 0);
    assert_int_equal(index_of(&l, &h.one), 3);
    w.reverse = true;
    OK(graph_walk(f->s, &w, &f->a, &l, &f->err));
    assert_int_equal(index_of(&l, &h.four), 3);
    w = (struct graph_walk){.include = &h.four, .ninclude = 1, .exclude = &h.three, .nexclude = 1};
    OK(graph_walk(f->s, &w, &f->a, &l, &f->err));
    assert_int_equal(l.len, 2);
    w = (struct graph_walk){.include = &h.four, .ninclude = 1, .first_parent = true};
    OK(graph_walk(f->s, &w, &f->a, &l, &f->err));
    assert_int_equal(l.len, 3);
    index_of(&l, &h.two);
    w = (struct graph_walk){.include = &h.two, .ninclude = 1, .limit = 1};
    OK(graph_walk(f->s, &w, &f->a, &l, &f->err));
    assert_int_equal(l.len, 1);
    w.limit = 10;
    OK(graph_walk(f->s, &w, &f->a, &l, &f->err));
    assert_int_equal(l.len, 2);
    w.include = &h.four;
    w.limit = 2;
    OK(graph_walk(f->s, &w, &f->a, &l, &f->err));
    assert_int_equal(l.len, 2);
    assert_int_equal(index_of(&l, &h.four), 0);
    w = (struct graph_walk){0};
    OK(graph_walk(f->s, &w, &f->a, &l, &f->err));
    assert_int_equal(l.len, 0);
    struct oid none = {{9}};
    w = (struct graph_walk){.include = &none, .ninclude = 1};
    FAILS(FLASH_ECORRUPT, graph_walk(f->s, &w, &f->a, &l, &f->err));
}

static void revisions(void **state)
{
    struct fixture *f = *state;
    struct history h = history(f);
    char four[OID_HEX + 1];
    oid_hex(&h.four, four);
    const struct {
        const char *rev;
        const struct oid *want;
    } cases[] = {
        {"HEAD", &h.four},
        {"@", &h.four},
        {"@~1", &h.two},
        {"main", &h.four},
        {"refs/heads/main", &h.four},
        {"heads/main", &h.four},
        {"HEAD~", &h.two},
        {"HEAD~2", &h.one},
        {"HEAD^", &h.two},
        {"HEAD^2", &h.three},
        {"HEAD^2~1", &h.one},
        {"HEAD^0", &h.four},
        {"HEAD^{}", &h.four},
        {"HEAD^{commit}", &h.four},
        {"main@{0}", &h.four},
        {"main@{1}", &h.two},
        {"main@{2}", &h.one},
        {"@{1}", &h.two},
        {"main@{now}", &h.four},
        {"feature/login", &h.three},
        {":/merge", &h.four},
        {"HEAD^{/a commit}", NULL},
        {four, &h.four},
        {arena_cprintf(&f->a, "%.8s", four), &h.four},
        {arena_cprintf(&f->a, "v1-3-g%.8s", four), &h.four},
    };
    struct oid id;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        OK(rev_parse(f->s, str_from(cases[i].rev), &id, &f->err));
        if (cases[i].want && !oid_eq(&id, cases[i].want))
            fail_msg("%s", cases[i].rev);
    }
}

static void revisions_that_are_not(void **state)
{
    static const struct {
        const char *rev;
        int code;
        const char *part;
    } cases[] = {
        {"", FLASH_EINVALID, "empty"},
        {"maim", FLASH_ENOTFOUND, "'main'"},
        {"feature/logon", FLASH_ENOTFOUND, "'feature/login'"},
        {"zzzzzzzzz", FLASH_ENOTFOUND, "zzzzzzzzz"},
        {"main~9", FLASH_ENOTFOUND, "'~9'"},
        {"main@{99}", FLASH_ENOTFOUND, "'main' is there"},
        {"main^5", FLASH_ENOTFOUND, "'^5'"},
        {"deadbeef", FLASH_ENOTFOUND, "deadbeef"},
        {":/nobody wrote this", FLASH_ENOTFOUND, "nobody"},
        {"HEAD^{tree}", FLASH_EINVALID, "tree"},
        {"HEAD:a", FLASH_EINVALID, "blob"},
        {"main~x", FLASH_EINVALID, "main~x"},
        {"main^{", FLASH_EINVALID, "main^{"},
    };
    struct fixture *f = *state;
    struct oid id;

    history(f);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        FAILS(cases[i].code, rev_parse(f->s, str_from(cases[i].rev), &id, &f->err));
        if (!strstr(f->err.message, cases[i].part))
            fail_msg("%s: %s", cases[i].rev, f->err.message);
    }
    FAILS(FLASH_EINVALID, rev_parse(f->s, (struct flash_str){"a\0b", 3}, &id, &f->err));
}

static void unborn(void **state)
{
    struct fixture *f = *state;
    struct flash_str name;
    struct oid id;

    FAILS(FLASH_ENOTFOUND, rev_parse(f->s, STR("HEAD"), &id, &f->err));
    assert_non_null(strstr(f->err.message, "no commit yet"));
    FAILS(FLASH_ENOTFOUND, rev_parse(f->s, STR("@"), &id, &f->err));
    FAILS(FLASH_ENOTFOUND, rev_parse(f->s, STR("main"), &id, &f->err));
    OK(rev_ref_name(f->s, STR("main"), &f->a, &name, &f->err));
    assert_int_equal(name.len, 0);
}

static void ref_names(void **state)
{
    static const char *const cases[][2] = {{"main", "refs/heads/main"}, {"HEAD", "refs/heads/main"},
        {"@", "refs/heads/main"}, {"heads/main", "refs/heads/main"}, {"main~1", ""}, {"nope", ""},
        {"feature/login", "refs/heads/feature/login"}};
    struct fixture *f = *state;
    struct flash_str name;

    history(f);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        OK(rev_ref_name(f->s, str_from(cases[i][0]), &f->a, &name, &f->err));
        if (!str_eq(name, str_from(cases[i][1])))
            fail_msg("%s: %.*s", cases[i][0], STR_ARG(name));
    }
}

static void short_ids(void **state)
{
    struct fixture *f = *state;
    struct history h = history(f);
    struct batch *b = batch_new(f->s, &f->a);
    struct oid out;

    struct flash_str abbrev = oid_abbrev(f->s, &h.four, &f->a);
    assert_int_equal(abbrev.len, 7);
    OK(rev_parse(f->s, abbrev, &out, &f->err));
    assert_true(oid_eq(&out, &h.four));
    for (int i = 0; i < 30000; i++)
        add_blob(f, b, arena_cprintf(&f->a, "%d", i));
    OK(batch_write(b, &f->err));
    /* Among 30,000 ids some begin with the same four digits. */
    char seen[65536] = {0}, shared[5] = "";
    for (int i = 0; i < 30000 && !shared[0]; i++) {
        oid_of(OBJECT_BLOB, arena_printf(&f->a, "%d", i), &out);
        unsigned key = (unsigned)out.b[0] << 8 | out.b[1];
        if (seen[key]++)
            (void)snprintf(shared, sizeof shared, "%04x", key);
    }
    FAILS(FLASH_EAMBIGUOUS, rev_parse(f->s, str_from(shared), &out, &f->err));
    assert_non_null(strstr(f->err.detail, shared));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(ancestry),
        STORE_TEST(walks),
        STORE_TEST(revisions),
        STORE_TEST(revisions_that_are_not),
        STORE_TEST(unborn),
        STORE_TEST(ref_names),
        STORE_TEST(short_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

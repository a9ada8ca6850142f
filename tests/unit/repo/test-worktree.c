#include "repo-fixture.h"

#include "repo/worktree.h"

#define TABLES 24
#define ROUNDS 150

static int read_rc(struct fixture *f, struct worktree *w)
{
    int rc;

    diags_init(&f->diags, &f->a);
    rc = worktree_read(f->r, &f->a, f->scratch, &f->diags, w, &f->err);
    return rc < 0 ? rc : worktree_oids(w, f->scratch, &f->err);
}

static struct worktree read_cached(struct fixture *f)
{
    struct worktree w;

    OK(read_rc(f, &w));
    return w;
}

static void forget(struct fixture *f)
{
    OK(file_remove_tree(AT_FDCWD, at(f, ".flash/cache"), &f->err));
}

static void assert_same(struct fixture *f, const struct worktree *a, const struct worktree *b)
{
    assert_oid(a->schema_oid, b->schema_oid);
    assert_oid(a->files_oid, b->files_oid);
    assert_int_equal(a->entries.len, b->entries.len);
    for (size_t i = 0; i < a->entries.len; i++) {
        assert_true(str_eq(a->entries.items[i].path, b->entries.items[i].path));
        assert_oid(a->entries.items[i].id, b->entries.items[i].id);
    }
    assert_int_equal(a->report.statements, b->report.statements);
    assert_int_equal(a->report.rows, b->report.rows);
    (void)f;
}

static void base_files(struct fixture *f)
{
    put(f, "db/schema/users.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"
        "INSERT INTO users VALUES (1, 'a'), (2, 'b');\n");
    put(f, "db/schema/posts.sql",
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id));\n");
    put(f, "db/schema/index.sql", "CREATE INDEX ip ON posts(user_id);\n");
    put(f, "db/schema/view.sql", "CREATE VIEW names AS SELECT u.name FROM users u;\n");
    put(f, "db/schema/view2.sql", "CREATE VIEW names2 AS SELECT * FROM names;\n");
    put(f, "db/schema/other.sql", "CREATE TABLE other (x TEXT DEFAULT \"name\");\n");
}

static void test_unchanged_is_not_parsed(void **state)
{
    struct fixture *f = *state;
    struct worktree a, b;

    base_files(f);
    a = read_cached(f);
    assert_true(a.whole);
    b = read_cached(f);
    assert_null(b.schema);
    assert_same(f, &a, &b);
}

static void test_one_change_opens_little(void **state)
{
    struct fixture *f = *state;
    struct worktree a, b;

    base_files(f);
    read_cached(f);
    put(f, "db/schema/other.sql", "CREATE TABLE other (x INT);\n");
    a = read_cached(f);
    assert_non_null(a.schema);
    assert_false(a.whole);
    assert_int_equal(a.schema->objects.len, 1);
    forget(f);
    b = read_cached(f);
    assert_true(b.whole);
    assert_same(f, &a, &b);
}

static void test_index_in_another_file(void **state)
{
    struct fixture *f = *state;
    struct worktree a, b;

    base_files(f);
    read_cached(f);
    put(f, "db/schema/index.sql", "CREATE INDEX ip2 ON posts(user_id, id);\n");
    a = read_cached(f);
    assert_false(a.whole);
    forget(f);
    b = read_cached(f);
    assert_same(f, &a, &b);
}

static void test_gone_file(void **state)
{
    struct fixture *f = *state;
    struct worktree a, b;

    base_files(f);
    read_cached(f);
    OK(file_remove(AT_FDCWD, at(f, "db/schema/index.sql"), &f->err));
    OK(file_remove(AT_FDCWD, at(f, "db/schema/view2.sql"), &f->err));
    a = read_cached(f);
    assert_false(a.whole);
    forget(f);
    b = read_cached(f);
    assert_same(f, &a, &b);
}

/* Whatever a whole read refuses, a partial one must refuse too. */
static void test_errors_elsewhere_are_found(void **state)
{
    static const char *const bad[][2] = {
        {"db/schema/users.sql", "CREATE TABLE people (id INT);\n"},
        {"db/schema/users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n"},
        {"db/schema/other.sql", "CREATE TABLE names (x);\n"},
        {"db/schema/other.sql", "CREATE TABLE other (x);\nCREATE INDEX ip ON other(x);\n"},
        {"db/schema/new.sql", "CREATE TABLE users (x);\n"},
        {"db/schema/new.sql", "CREATE INDEX i2 ON nowhere(x);\n"},
        {"db/schema/new.sql", "CREATE TABLE ip (x);\n"},
        {"db/schema/new.sql", "CREATE TRIGGER t AFTER INSERT ON nowhere BEGIN SELECT 1; END;\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct worktree w;
        int cached, whole;

        forget(f);
        OK(file_remove_tree(AT_FDCWD, at(f, "db/schema"), &f->err));
        base_files(f);
        read_cached(f);
        put(f, bad[i][0], bad[i][1]);
        cached = read_rc(f, &w);
        forget(f);
        whole = read_rc(f, &w);
        if (cached != whole)
            fail_msg("case %zu: %d with the cache, %d without", i, cached, whole);
    }
}

static void test_alter_reads_everything(void **state)
{
    struct fixture *f = *state;
    struct worktree a, b;

    base_files(f);
    put(f, "db/schema/z.sql", "ALTER TABLE other ADD COLUMN y INT;\n");
    read_cached(f);
    put(f, "db/schema/other.sql", "CREATE TABLE other (x INT);\n");
    a = read_cached(f);
    assert_true(a.whole);
    forget(f);
    b = read_cached(f);
    assert_same(f, &a, &b);
}

static void test_damaged_cache_is_none(void **state)
{
    struct fixture *f = *state;
    struct worktree a, b;
    struct flash_str text;

    base_files(f);
    a = read_cached(f);
    OK(file_read(AT_FDCWD, at(f, ".flash/cache/files"), 1 << 20, 0, &f->a, &text, &f->err));
    for (size_t cut = 0; cut < text.len; cut += 7) {
        char *copy = arena_cstr(&f->a, text);

        if (cut % 2)
            copy[cut] = (char)(copy[cut] ^ 1);
        OK(file_write(AT_FDCWD, at(f, ".flash/cache/files"),
            cut % 2 ? (struct flash_str){copy, text.len} : str_sub(text, 0, cut), 0, &f->err));
        b = read_cached(f);
        assert_same(f, &a, &b);
    }
}

static uint64_t next(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

static void random_file(struct fixture *f, uint64_t *x, unsigned t)
{
    unsigned other = (unsigned)(next(x) % TABLES), kind = (unsigned)(next(x) % 8);
    unsigned cols = 1 + (unsigned)(next(x) % 4);
    char *path = arena_cprintf(&f->a, "db/schema/f%u.sql", t);
    struct strbuf b;

    strbuf_init(&b, &f->a, 1 << 16);
    if (kind == 0) {
        OK(file_remove(AT_FDCWD, at(f, path), &f->err));
        return;
    }
    strbuf_addf(&b, "CREATE TABLE t%u (c0 INTEGER PRIMARY KEY", t);
    for (unsigned c = 1; c < cols; c++)
        strbuf_addf(&b, ", c%u TEXT DEFAULT \"c%u\"", c, (unsigned)(next(x) % 5));
    if (kind == 1)
        strbuf_addf(&b, ", r INT REFERENCES t%u(c%u)", other, (unsigned)(next(x) % 2));
    strbuf_adds(&b, ");\n");
    if (kind == 2)
        strbuf_addf(&b, "CREATE INDEX i%u ON t%u(c%u);\n", (unsigned)(next(x) % 30), t,
            (unsigned)(next(x) % cols));
    if (kind == 3)
        strbuf_addf(&b, "CREATE VIEW v%u AS SELECT c0, c1, \"c2\" FROM t%u;\n", t, other);
    if (kind == 4)
        strbuf_addf(&b, "CREATE VIEW v%u AS SELECT * FROM v%u;\n", t, other);
    if (kind == 5)
        strbuf_addf(&b,
            "CREATE TRIGGER g%u AFTER INSERT ON t%u BEGIN DELETE FROM t%u WHERE c1 = 1; END;\n", t,
            t, other);
    if (kind == 6)
        strbuf_addf(&b, "CREATE INDEX x%u ON t%u(c0);\n", t, other);
    put(f, path, strbuf_str(&b).ptr);
}

/* Random edits: a read with the caches and one without them are the same, errors included. */
static void test_partial_is_whole(void **state)
{
    struct fixture *f = *state;
    const char *env = getenv("FLASH_TEST_SEED");
    uint64_t seed = env ? strtoull(env, NULL, 10) : 20261123, x = seed * 2654435761u + 1;
    unsigned parts = 0, wholes = 0, errors = 0;

    for (unsigned t = 0; t < TABLES; t++)
        random_file(f, &x, t);
    (void)read_rc(f, &(struct worktree){0}); /* what the repo keeps is loaded */
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct arena mark = f->a;
        struct worktree a, b;
        int cached, whole;

        for (unsigned n = (unsigned)(next(&x) % 3) + 1; n > 0; n--)
            random_file(f, &x, (unsigned)(next(&x) % TABLES));
        cached = read_rc(f, &a);
        if (file_exists(AT_FDCWD, at(f, ".flash/cache")))
            OK(file_rename(AT_FDCWD, at(f, ".flash/cache"), at(f, ".flash/kept"), &f->err));
        whole = read_rc(f, &b);
        if (cached != whole)
            fail_msg("seed %llu round %u: %d with the caches, %d without", (unsigned long long)seed,
                round, cached, whole);
        if (whole == 0)
            assert_same(f, &a, &b);
        parts += whole == 0 && !a.whole;
        wholes += whole == 0 && a.whole;
        errors += whole < 0;
        OK(file_remove_tree(AT_FDCWD, at(f, ".flash/cache"), &f->err));
        if (file_exists(AT_FDCWD, at(f, ".flash/kept")))
            OK(file_rename(AT_FDCWD, at(f, ".flash/kept"), at(f, ".flash/cache"), &f->err));
        f->a = mark;
    }
    print_message("seed %llu: %u partial, %u whole, %u refused\n", (unsigned long long)seed, parts,
        wholes, errors);
    assert_true(parts > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_unchanged_is_not_parsed),
        TEST(test_one_change_opens_little),
        TEST(test_index_in_another_file),
        TEST(test_gone_file),
        TEST(test_errors_elsewhere_are_found),
        TEST(test_alter_reads_everything),
        TEST(test_damaged_cache_is_none),
        TEST(test_partial_is_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

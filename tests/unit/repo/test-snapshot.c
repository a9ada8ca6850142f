#include "repo-fixture.h"

#include "plan/plan.h"
#include "repo/snapshot-pair.h"

#define USERS "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"

static void test_recorded_form(void **state)
{
    struct fixture *f = *state;
    struct oid id = oid_of_sql(f, USERS), back;
    struct flash_str text = snapshot_recorded(&f->a, dialect_default(), &id);
    unsigned normal;

    assert_true(snapshot_parse_recorded(text, &back, &normal));
    assert_oid(id, back);
    assert_int_equal(normal, dialect_default()->syntax.normal_version);
    assert_true(snapshot_parse_recorded(str_skip(text, 3), &back, &normal));
    assert_int_equal(normal, 0);
    assert_false(snapshot_parse_recorded(STR(""), &back, NULL));
    assert_false(snapshot_parse_recorded(STR("nx:1"), &back, NULL));
    assert_false(snapshot_parse_recorded(STR("n1:12"), &back, NULL));
    assert_false(snapshot_parse_recorded(STR("m1:1234"), &back, NULL));
}

static void test_same_oid_everywhere(void **state)
{
    struct fixture *f = *state;
    struct oid id, tree;
    struct schema *s;

    put(f, "db/schema/a.sql", USERS "CREATE VIEW v AS SELECT name FROM users;\n");
    id = commit(f, "one").commit;
    OK(snapshot_schema_oid(f->r->store, &id, f->scratch, &tree, &f->err));
    OK(snapshot_load(f->r->store, &id, &f->a, &s, &f->err));
    OK(snapshot_oid(s, f->scratch, &id, &f->err));
    assert_oid(id, tree);
    assert_oid(id, oid_of_sql(f, "create view v as select name from users; " USERS));
}

static void test_object_text(void **state)
{
    struct fixture *f = *state;
    struct flash_str text;
    struct oid id;

    put(f, "db/schema/a.sql", USERS);
    id = commit(f, "one").commit;
    OK(snapshot_object(f->r->store, &id, STR("main/tables/users.sql"), &f->a, &text, &f->err));
    assert_str(text, parse(f, USERS)->objects.items[0]->text.ptr);
    FAILS(FLASH_ENOTFOUND,
        snapshot_object(f->r->store, &id, STR("main/tables/x.sql"), &f->a, &text, &f->err));
    FAILS(FLASH_ENOTFOUND,
        snapshot_object(f->r->store, &id, STR("main/tables"), &f->a, &text, &f->err));
}

/* Commits a tree with this schema/@format by hand. */
static struct oid with_format(struct fixture *f, const char *format)
{
    struct batch *b;
    struct tree_list edits = {0};
    struct commit c;
    struct oid head = head_id(f), id, tree;

    OK(repo_lock(f->r, &f->err));
    b = batch_new(f->r->store, &f->a);
    batch_add(b, OBJECT_BLOB, str_from(format), &id);
    tree_list_add(&f->a, &edits, STR("schema/@format"), &id);
    OK(commit_read(f->r->store, &head, &f->a, &c, &f->err));
    OK(tree_edit(f->r->store, &c.tree, &edits, &f->a, f->scratch, b, &tree, &f->err));
    c.tree = tree;
    OK(commit_build(b, &f->a, &c, &f->err));
    OK(batch_write(b, &f->err));
    repo_unlock(f->r);
    return c.id;
}

static void test_formats(void **state)
{
    struct fixture *f = *state;
    struct schema *s;
    struct oid id;

    put(f, "db/schema/a.sql", USERS);
    commit(f, "one");
    id = with_format(f, "flash-schema 2\nnormal 1\ndialect sqlite\n");
    FAILS(FLASH_ENEWER, snapshot_load(f->r->store, &id, &f->a, &s, &f->err));
    id = with_format(f, "flash-schema 1\nnormal 99\ndialect sqlite\n");
    FAILS(FLASH_ENEWER, snapshot_load(f->r->store, &id, &f->a, &s, &f->err));
    id = with_format(f, "flash-schema 1\nnormal 1\ndialect oracle\n");
    FAILS(FLASH_EUNSUPPORTED, snapshot_load(f->r->store, &id, &f->a, &s, &f->err));
    id = with_format(f, "nonsense");
    FAILS(FLASH_ECORRUPT, snapshot_load(f->r->store, &id, &f->a, &s, &f->err));
}

static void big_schema(struct fixture *f)
{
    put(f, "db/schema/tables.sql",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);\n"
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT REFERENCES a(id), y TEXT);\n"
        "CREATE TABLE c (id INTEGER PRIMARY KEY, b_id INT REFERENCES b(id));\n"
        "CREATE TABLE d (id INTEGER PRIMARY KEY);\n"
        "CREATE INDEX ix ON a(x);\n"
        "CREATE VIEW v1 AS SELECT x FROM a;\n"
        "CREATE VIEW v2 AS SELECT x FROM v1;\n"
        "CREATE VIEW v3 AS SELECT id FROM d;\n"
        "CREATE TRIGGER t1 AFTER INSERT ON b BEGIN UPDATE a SET x = 1; END;\n"
        "CREATE TRIGGER t2 INSTEAD OF INSERT ON v2 BEGIN DELETE FROM d; END;\n"
        "CREATE TRIGGER t3 AFTER INSERT ON d BEGIN DELETE FROM c; END;\n"
        "CREATE TRIGGER t4 AFTER INSERT ON d BEGIN UPDATE b SET a_id = 1; SELECT NEW.id; END;\n");
}

static void plan_text(struct fixture *f, struct schema *from, struct schema *to, struct strbuf *out)
{
    struct plan_options o = {0};
    struct plan p;

    OK(plan_make(from, to, &o, &f->a, f->scratch, &p, &f->err));
    plan_print(&p, 0, out);
}

static void same_plan(struct fixture *f, struct oid a, struct oid b)
{
    struct schema *from, *to;
    struct strbuf whole, part;

    strbuf_init(&whole, &f->a, 1 << 20);
    strbuf_init(&part, &f->a, 1 << 20);
    OK(snapshot_load(f->r->store, &a, &f->a, &from, &f->err));
    OK(snapshot_load(f->r->store, &b, &f->a, &to, &f->err));
    plan_text(f, from, to, &whole);
    OK(snapshot_load_pair(
        f->r, &a, &b, SNAPSHOT_DEPENDANTS, &f->a, f->scratch, &from, &to, &f->err));
    assert_true(from->partial && to->partial);
    plan_text(f, from, to, &part);
    assert_string_equal(part.ptr, whole.ptr);
}

/* The plan is the same whether everything is opened or only what differs, with the caches or
 * without. */
static void test_partial_plans(void **state)
{
    static const char *const edits[][2] = {
        {"x TEXT)", "x INT NOT NULL DEFAULT 0)"},
        {"REFERENCES a(id), y TEXT", "REFERENCES a(id)"},
        {"CREATE TABLE d (id INTEGER PRIMARY KEY",
            "CREATE TABLE d (id INTEGER PRIMARY KEY, z TEXT"},
        {"SELECT x FROM a;", "SELECT x, id FROM a;"},
        {"CREATE INDEX ix ON a(x);", ""},
        {"SET x = 1", "SET x = 2"},
    };
    struct fixture *f = *state;
    struct oid first, second;
    const char *old;

    big_schema(f);
    first = commit(f, "one").commit;
    old = get(f, "db/schema/tables.sql");
    for (size_t i = 0; i < ARRAY_LEN(edits); i++) {
        const char *at_ = strstr(old, edits[i][0]);

        assert_non_null(at_);
        put(f, "db/schema/tables.sql",
            arena_cprintf(
                &f->a, "%.*s%s%s", (int)(at_ - old), old, edits[i][1], at_ + strlen(edits[i][0])));
        second = commit(f, "edit").commit;
        same_plan(f, first, second);
        same_plan(f, second, first);
        OK(file_remove_tree(AT_FDCWD, at(f, ".flash/cache"), &f->err));
        same_plan(f, first, second);
        OK(file_mkdirs(AT_FDCWD, at(f, ".flash/cache"), &f->err));
        put(f, ".flash/cache/refs", "flash-refs 1\nrubbish");
        same_plan(f, first, second);
        same_plan(f, first, second);
    }
}

static void test_stat_opens_only_what_differs(void **state)
{
    struct fixture *f = *state;
    struct schema *from, *to;
    struct oid a, b;

    big_schema(f);
    a = commit(f, "one").commit;
    put(f, "db/schema/x.sql", "CREATE TABLE x(y);\n");
    b = commit(f, "two").commit;
    OK(snapshot_load_pair(f->r, &a, &b, 0, &f->a, f->scratch, &from, &to, &f->err));
    assert_int_equal(from->objects.len, 0);
    assert_int_equal(to->objects.len, 1);
    OK(snapshot_load_pair(f->r, &a, &a, 0, &f->a, f->scratch, &from, &to, &f->err));
    assert_int_equal(to->objects.len, 0);
    OK(snapshot_load_pair(f->r, NULL, &b, 0, &f->a, f->scratch, &from, &to, &f->err));
    assert_int_equal(to->objects.len, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_recorded_form),
        TEST(test_same_oid_everywhere),
        TEST(test_object_text),
        TEST(test_formats),
        TEST(test_partial_plans),
        TEST(test_stat_opens_only_what_differs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

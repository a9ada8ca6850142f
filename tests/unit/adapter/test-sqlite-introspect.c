#include "fixture.h"

#include "schema/schema.h"

struct read_out {
    struct schema *schema;
    struct adapter_facts facts;
    struct map known;
    struct diags diags;
};

static int read_code(struct fixture *f, const char *url, struct read_out *out)
{
    struct adapter_conn *c = must_open(f, url, ADAPTER_READ);
    struct map known = out->known;

    *out = (struct read_out){.known = known};
    diags_init(&out->diags, &f->arena);
    int rc = f->db->read_schema(
        c, &f->arena, &out->known, &out->schema, &out->facts, &out->diags, &f->err);
    f->db->close(c);
    return rc;
}

static void read_ok(struct fixture *f, const char *url, struct read_out *out)
{
    if (read_code(f, url, out) != 0)
        fail_msg("%s: %s (%s)", f->err.object, f->err.message, f->err.detail);
}

static const char everything[] =
    "CREATE TABLE team(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE "
    "UNIQUE, size INT DEFAULT (1 + 2) CHECK(size > 0), slug TEXT GENERATED ALWAYS AS (lower(name)) "
    "STORED, twice AS (size * 2));"
    "CREATE TABLE \"odd \"\"name\"(\"select\" , [b c] VARCHAR ( 20 ) DEFAULT 'x''y', `d` "
    "NUMERIC(10,2) "
    "DEFAULT -1.5, e TIMESTAMP DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY(\"select\", [b c] DESC)) "
    "WITHOUT ROWID;"
    "CREATE TABLE member(team INTEGER REFERENCES team ON DELETE CASCADE, who TEXT, since TEXT, "
    "a, b, CONSTRAINT pk PRIMARY KEY(team, who), FOREIGN KEY(a, b) REFERENCES \"odd \"\"name\""
    "(\"select\", [b c]) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED, UNIQUE(team, since));"
    "CREATE TABLE strict_one(i INT, r REAL, t TEXT, b BLOB, a ANY) STRICT;"
    "CREATE TABLE twice_unique(a UNIQUE, b, UNIQUE(a), UNIQUE(a, b), PRIMARY KEY(a));"
    "CREATE TABLE desc_key(id INTEGER PRIMARY KEY DESC, x INT);"
    "CREATE INDEX ix_member ON member(since DESC, who COLLATE RTRIM) WHERE since IS NOT NULL;"
    "CREATE UNIQUE INDEX ix_expr ON team(lower(name), size);"
    "CREATE VIEW v AS SELECT t.id, count(*) AS n FROM team t JOIN member m ON m.team = t.id GROUP "
    "BY 1;"
    "CREATE TRIGGER tr AFTER UPDATE OF name ON team WHEN new.name <> old.name BEGIN UPDATE member "
    "SET "
    "since = 'x' WHERE team = new.id; END;"
    "CREATE VIRTUAL TABLE docs USING fts5(title, body, content='');"
    "CREATE VIRTUAL TABLE box USING rtree(id, x0, x1);"
    "CREATE TABLE _flash_migrations(id); CREATE INDEX ours ON _flash_migrations(id);"
    "ANALYZE;";

static void test_everything(void **state)
{
    struct fixture *f = *state;
    struct read_out out = {0};

    read_ok(f, make_db(f, "a.db", everything), &out);
    assert_true(out.schema->frozen);
    /* 6 tables, 2 virtual ones, view, trigger; indexes hang on their tables. */
    assert_int_equal(out.schema->objects.len, 10);
    assert_int_equal(out.facts.objects, 12);
    assert_true(out.facts.hidden >= 9);
    assert_int_equal(out.facts.engine_version, (unsigned)sqlite3_libversion_number());
    assert_int_equal(out.facts.live_print.len, 32);
    assert_int_equal(out.known.live, 8);
    assert_int_equal(out.diags.errors, 0);
}

/* The same objects made in another order have the same print and the same texts. */
static void test_print(void **state)
{
    struct fixture *f = *state;
    struct read_out a = {0}, b = {0}, c = {0};

    read_ok(
        f, make_db(f, "a.db", "CREATE TABLE a(x); CREATE TABLE b(x); CREATE INDEX i ON a(x)"), &a);
    read_ok(f,
        make_db(f, "b.db",
            "CREATE TABLE b(x); CREATE TABLE a(x); CREATE INDEX i ON a(x); CREATE TABLE "
            "_flash_head(y); INSERT INTO b VALUES(1)"),
        &b);
    read_ok(f,
        make_db(f, "c.db", "CREATE TABLE b(x); CREATE TABLE a(x, y); CREATE INDEX i ON a(x)"), &c);
    assert_true(str_eq(a.facts.live_print, b.facts.live_print));
    assert_false(str_eq(a.facts.live_print, c.facts.live_print));
    assert_int_equal(a.schema->objects.len, b.schema->objects.len);
    for (size_t i = 0; i < a.schema->objects.len; i++)
        assert_true(str_eq(a.schema->objects.items[i]->text, b.schema->objects.items[i]->text));
}

/* A second read asks nothing again; the prints are what is remembered. */
static void test_known_prints(void **state)
{
    struct fixture *f = *state;
    struct read_out out = {0};
    const char *url = make_db(f, "a.db", "CREATE TABLE a(x); CREATE TABLE b(x)");

    read_ok(f, url, &out);
    assert_int_equal(out.known.live, 2);
    read_ok(f, url, &out);
    assert_int_equal(out.known.live, 2);
    sqlite3 *raw = raw_open(f, "a.db");
    raw_exec(raw, "CREATE INDEX i ON a(x)");
    sqlite3_close(raw);
    read_ok(f, url, &out);
    assert_int_equal(out.known.live, 3);
}

/* What somebody wrote into sqlite_schema by hand is found out, and the object is named. */
static void test_tampered(void **state)
{
    struct fixture *f = *state;
    static const char *const tricks[] = {
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a INT, b TEXT)' WHERE name = 'u'",
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX other ON t(a)' WHERE name = 'i'",
        "UPDATE sqlite_schema SET name = 'w' WHERE name = 'v'",
    };
    for (size_t i = 0; i < ARRAY_LEN(tricks); i++) {
        struct read_out out = {0};
        const char *name = arena_cprintf(&f->arena, "t%zu.db", i);
        const char *url = make_db(f, name,
            arena_cprintf(&f->arena,
                "CREATE TABLE t(a INT, b TEXT); CREATE TABLE u(a INT); CREATE INDEX i ON t(a);"
                "CREATE VIEW v AS SELECT a FROM t; PRAGMA writable_schema = ON; %s",
                tricks[i]));
        struct adapter_conn *c = NULL;
        if (f->db->open(url, ADAPTER_READ, &c, &f->err) != 0)
            continue;
        f->db->close(c);
        assert_true(read_code(f, url, &out) < 0);
        assert_true(f->err.message[0] != '\0');
    }
}

static void test_foreign_functions(void **state)
{
    struct fixture *f = *state;
    struct read_out out = {0};
    sqlite3 *raw = raw_open(f, "a.db");

    raw_exec(raw,
        "CREATE TABLE t(a TEXT, b TEXT); CREATE VIEW v AS SELECT soundlike(a) AS s FROM t;"
        "CREATE TABLE k(a); CREATE INDEX ik ON k(a);"
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE k(a CHECK(soundlike(a) > 1))' WHERE name = "
        "'k';"
        "INSERT INTO sqlite_schema VALUES('table', 'vec', 'vec', 0, 'CREATE VIRTUAL TABLE vec "
        "USING "
        "vec0(a)')");
    sqlite3_close(raw);
    struct adapter_conn *c = must_open(f, url_of(f, "a.db"), ADAPTER_READ);
    diags_init(&out.diags, &f->arena);
    must(f,
        f->db->read_schema(c, &f->arena, &out.known, &out.schema, &out.facts, &out.diags, &f->err));
    const struct object *k = NULL, *vec = NULL, *v = NULL;
    for (size_t i = 0; i < out.schema->objects.len; i++) {
        const struct object *o = out.schema->objects.items[i];
        if (str_eq(o->name.spelling, STR("k")))
            k = o;
        if (str_eq(o->name.spelling, STR("vec")))
            vec = o;
        if (str_eq(o->name.spelling, STR("v")))
            v = o;
    }
    assert_non_null(k);
    assert_non_null(vec);
    assert_non_null(v);
    struct step step = {.kind = STEP_DATA, .sql = STR("INSERT INTO k SELECT 1"), .object = k};
    assert_int_equal(f->db->check_step(c, &step, &f->err), FLASH_EUNSUPPORTED);
    assert_non_null(strstr(f->err.message, "function 'soundlike'"));
    assert_string_equal(f->err.object, "table k");
    step = (struct step){.kind = STEP_DDL, .sql = STR("CREATE VIEW v AS SELECT 1"), .object = v};
    must(f, f->db->check_step(c, &step, &f->err));
    step = (struct step){.kind = STEP_DDL, .sql = STR("DROP TABLE vec"), .object = vec};
    assert_int_equal(f->db->check_step(c, &step, &f->err), FLASH_EUNSUPPORTED);
    assert_non_null(strstr(f->err.message, "module 'vec0'"));
    step = (struct step){.kind = STEP_DDL, .sql = STR("DROP TABLE k"), .object = k};
    must(f, f->db->check_step(c, &step, &f->err));
    f->db->close(c);
}

/* Works inside a transaction too, and sees what it did. */
static void test_in_transaction(void **state)
{
    struct fixture *f = *state;
    struct read_out out = {0};
    struct adapter_conn *c = must_open(f, make_db(f, "a.db", "CREATE TABLE t(a)"), ADAPTER_WRITE);

    diags_init(&out.diags, &f->arena);
    must(f, f->db->begin(c, 100, &f->err));
    run(f, c, "CREATE TABLE u(b INTEGER PRIMARY KEY, c REFERENCES t)");
    run(f, c, "ALTER TABLE t ADD COLUMN d DEFAULT 5");
    must(f,
        f->db->read_schema(c, &f->arena, &out.known, &out.schema, &out.facts, &out.diags, &f->err));
    assert_int_equal(out.schema->objects.len, 2);
    f->db->rollback(c);
    must(f, f->db->read_facts(c, &f->arena, &out.facts, &f->err));
    assert_int_equal(out.facts.objects, 1);
    f->db->close(c);
}

static void test_utf16(void **state)
{
    struct fixture *f = *state;
    struct read_out out = {0};

    read_ok(f,
        make_db(f, "a.db",
            "PRAGMA encoding = 'UTF-16le'; CREATE TABLE \"naïve 😀\"(\"é\" TEXT DEFAULT 'ü')"),
        &out);
    assert_true(str_eq(out.schema->objects.items[0]->name.spelling, STR("naïve 😀")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_everything),
        FIXTURE_TEST(test_print),
        FIXTURE_TEST(test_known_prints),
        FIXTURE_TEST(test_tampered),
        FIXTURE_TEST(test_foreign_functions),
        FIXTURE_TEST(test_in_transaction),
        FIXTURE_TEST(test_utf16),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "fixture.h"

/* A schema that has a bit of everything, one clause per line so that edits can name them. */
static const char *const base[] = {
    "CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);",
    "CREATE TABLE child (",
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,",
    "  parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE,",
    "  name VARCHAR(20) COLLATE NOCASE DEFAULT 'x',",
    "  amount DECIMAL(10, 2) DEFAULT 1.5 CHECK (amount >= 0),",
    "  total REAL GENERATED ALWAYS AS (amount * 2) VIRTUAL,",
    "  kind INT DEFAULT (1 + 1),",
    "  CONSTRAINT u UNIQUE (name, kind) ON CONFLICT IGNORE,",
    "  CHECK (kind IN (1, 2) AND name <> 'a' AND \"parent_id\" IS NOT NULL)",
    ");",
    "CREATE TABLE pair (a INT, b TEXT, c, PRIMARY KEY (a, b DESC)) WITHOUT ROWID;",
    "CREATE UNIQUE INDEX child_name ON child (name COLLATE RTRIM, amount DESC) WHERE kind = 1;",
    "CREATE INDEX child_lower ON child (lower(name));",
    "CREATE VIEW v (x, y) AS SELECT c.id, p.code FROM child AS c JOIN parent AS p ON p.id = "
    "c.parent_id WHERE c.kind = 1 ORDER BY c.id LIMIT 5;",
    "CREATE TRIGGER g AFTER UPDATE OF name, kind ON child WHEN new.kind > 0 BEGIN UPDATE parent "
    "SET "
    "code = new.name WHERE id = new.parent_id; DELETE FROM pair WHERE a = old.id; END;",
    "CREATE VIRTUAL TABLE f USING fts5(title, body);",
};

static struct flash_str make(struct arena *a, size_t at, const char *line)
{
    struct strbuf b;

    strbuf_init(&b, a, 1U << 20);
    for (size_t i = 0; i < ARRAY_LEN(base); i++) {
        strbuf_adds(&b, i == at ? line : base[i]);
        strbuf_addc(&b, '\n');
    }
    return strbuf_str(&b);
}

/* The base with 'from', which stands in it once, replaced. */
static struct flash_str edit(struct arena *a, const char *from, const char *to)
{
    struct strbuf b;
    struct flash_str text = make(a, ARRAY_LEN(base), "");
    ptrdiff_t at = str_find(text, str_from(from));

    if (at < 0)
        fail_msg("'%s' is not there", from);
    strbuf_init(&b, a, 1U << 20);
    strbuf_add(&b, str_sub(text, 0, (size_t)at));
    strbuf_adds(&b, to);
    strbuf_add(&b, str_skip(text, (size_t)at + strlen(from)));
    return strbuf_str(&b);
}

static const char *canonical(struct reading_test *t, struct flash_str text)
{
    reading_of_good_text(t, text);
    return reading_text(t);
}

struct change {
    const char *from, *to;
};

static void test_what_matters(void **state)
{
    static const struct change edits[] = {
        {"code TEXT", "code2 TEXT"},
        {"code TEXT", "Code TEXT"},
        {"code TEXT", "code BLOB"},
        {"code TEXT NOT NULL", "code TEXT"},
        {"code TEXT NOT NULL", "code TEXT NOT NULL ON CONFLICT FAIL"},
        {"NOT NULL UNIQUE", "NOT NULL"},
        {"(id INTEGER PRIMARY KEY, code", "(id INTEGER PRIMARY KEY DESC, code"},
        {"(id INTEGER PRIMARY KEY, code", "(id INT PRIMARY KEY, code"},
        {"(id INTEGER PRIMARY KEY, code", "(id INTEGER PRIMARY KEY ON CONFLICT REPLACE, code"},
        {"AUTOINCREMENT", ""},
        {"REFERENCES parent (id)", "REFERENCES parent"},
        {"REFERENCES parent (id)", "REFERENCES parent (code)"},
        {"ON DELETE CASCADE", "ON DELETE SET NULL"},
        {"ON DELETE CASCADE", "ON UPDATE CASCADE"},
        {"ON DELETE CASCADE", "ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"},
        {"ON DELETE CASCADE", "ON DELETE CASCADE MATCH FULL"},
        {"VARCHAR(20)", "VARCHAR(21)"},
        {"VARCHAR(20)", "VARCHAR"},
        {"COLLATE NOCASE", "COLLATE RTRIM"},
        {"COLLATE NOCASE", ""},
        {"DEFAULT 'x'", "DEFAULT 'X'"},
        {"DEFAULT 'x'", ""},
        {"DEFAULT 1.5", "DEFAULT 1.51"},
        {"DEFAULT 1.5", "DEFAULT '1.5'"},
        {"amount >= 0", "amount > 0"},
        {"amount >= 0", "amount >= 0.0"},
        {"amount * 2", "amount + 2"},
        {"VIRTUAL,", "STORED,"},
        {"(1 + 1)", "(1 + 2)"},
        {"CONSTRAINT u UNIQUE", "CONSTRAINT w UNIQUE"},
        {"CONSTRAINT u UNIQUE", "UNIQUE"},
        {"(name, kind)", "(kind, name)"},
        {"ON CONFLICT IGNORE", "ON CONFLICT REPLACE"},
        {"IN (1, 2)", "IN (2, 1)"},
        {"IN (1, 2)", "NOT IN (1, 2)"},
        {"AND name <> 'a'", "OR name <> 'a'"},
        {"\"parent_id\" IS", "\"parent_ids\" IS"},
        {"(a, b DESC)", "(a, b)"},
        {"(a, b DESC)", "(b DESC, a)"},
        {" WITHOUT ROWID", ""},
        {"a INT, b TEXT, c,", "b TEXT, a INT, c,"},
        {"UNIQUE INDEX", "INDEX"},
        {"INDEX child_name", "INDEX child_names"},
        {"COLLATE RTRIM", ""},
        {"amount DESC", "amount"},
        {" WHERE kind = 1;", ";"},
        {"WHERE kind = 1;", "WHERE kind = 2;"},
        {"lower(name)", "upper(name)"},
        {"VIEW v (x, y)", "VIEW v (x, z)"},
        {"VIEW v (x, y)", "VIEW v"},
        {"c.id, p.code", "p.code, c.id"},
        {" JOIN parent", " LEFT JOIN parent"},
        {"child AS c", "child AS d JOIN child AS c"},
        {"ORDER BY c.id", "ORDER BY c.id DESC"},
        {"LIMIT 5", "LIMIT 6"},
        {"AFTER UPDATE", "BEFORE UPDATE"},
        {"UPDATE OF name, kind", "UPDATE OF kind, name"},
        {"UPDATE OF name, kind", "UPDATE"},
        {"new.kind > 0", "old.kind > 0"},
        {"WHEN new.kind > 0", ""},
        {"code = new.name", "code = old.name"},
        {"DELETE FROM pair WHERE a = old.id; ", ""},
        {"fts5", "fts4"},
        {"title, body", "body, title"},
    };

    struct reading_test before;
    (void)state;
    struct arena a;
    arena_init(&a, ARENA_DEFAULT);
    const char *text = arena_cstr(&a, str_from(canonical(&before, make(&a, 99, ""))));
    for (size_t i = 0; i < ARRAY_LEN(edits); i++) {
        struct reading_test t;
        if (strcmp(canonical(&t, edit(&a, edits[i].from, edits[i].to)), text) == 0)
            fail_msg("'%s' -> '%s' changes nothing", edits[i].from, edits[i].to);
        reading_close(&t);
    }
    reading_close(&before);
    arena_release(&a);
    printf("%zu edits\n", ARRAY_LEN(edits));
}

static void test_what_does_not(void **state)
{
    static const struct change edits[] = {
        {"CREATE TABLE parent", "create  table IF NOT EXISTS main . \"parent\" -- comment\n"},
        {"id INTEGER PRIMARY", "[id] integer primary"},
        {"(id INTEGER PRIMARY KEY, code", "(id INTEGER PRIMARY KEY ASC, code"},
        {"code TEXT NOT NULL UNIQUE", "code text unique not null null"},
        {"NOT NULL UNIQUE)", "NOT NULL, UNIQUE (code))"},
        {"NOT NULL UNIQUE)", "NOT NULL UNIQUE, UNIQUE (CODE))"},
        {"id INTEGER PRIMARY KEY AUTOINCREMENT,", "id 'INTEGER' PRIMARY KEY AUTOINCREMENT,"},
        {"REFERENCES parent (id) ON DELETE CASCADE",
            "REFERENCES PARENT (ID) ON DELETE CASCADE ON UPDATE NO ACTION NOT DEFERRABLE"},
        {"ON DELETE CASCADE", "ON DELETE RESTRICT ON DELETE CASCADE"},
        {"VARCHAR(20)", "varchar ( 20 )"},
        {"COLLATE NOCASE", "COLLATE BINARY collate nocase"},
        {"DEFAULT 'x'", "DEFAULT \"x\""},
        {"DEFAULT 'x'", "DEFAULT x"},
        {"DEFAULT 'x'", "DEFAULT ('x')"},
        {"DEFAULT 1.5", "DEFAULT +1.50"},
        {"DEFAULT 1.5", "DEFAULT ((1.5))"},
        {"CHECK (amount >= 0)", "CHECK ((child.Amount)>=(0))"},
        {"GENERATED ALWAYS AS (amount * 2) VIRTUAL", "AS ((amount) * 2)"},
        {"DEFAULT (1 + 1)", "DEFAULT ((1)+(1))"},
        {"CONSTRAINT u UNIQUE (name, kind)", "CONSTRAINT u UNIQUE (\"NAME\", [kind] ASC)"},
        {"name <> 'a'", "name != \"a\""},
        {"\"parent_id\" IS NOT NULL", "parent_id NOTNULL"},
        {"(a, b DESC)", "(`a` asc, b desc)"},
        {"PRIMARY KEY (a, b DESC)", "UNIQUE (a, b DESC), PRIMARY KEY (a, b)"},
        {"b TEXT, c,", "b TEXT NOT NULL, c,"},
        {"child_name ON child (name", "child_name ON Child (\"name\""},
        {"WHERE kind = 1;", "where ((KIND == 1));"},
        {"(lower(name))", "((LOWER( name )))"},
        {"SELECT c.id, p.code", "SELECT ALL C.Id, p.CODE"},
        {"child AS c JOIN", "main.child c INNER JOIN"},
        {"ORDER BY c.id LIMIT 5", "ORDER BY (c.id) ASC NULLS FIRST LIMIT 5"},
        {"ON child WHEN new.kind > 0", "ON child FOR EACH ROW WHEN (NEW.Kind > 0)"},
        {"SET code = new.name", "SET Code=NEW.\"NAME\""},
        {"UPDATE OF name, kind", "UPDATE OF NAME, \"kind\""},
        {"USING fts5(title, body)", "USING FTS5 ( title,body )"},
    };

    (void)state;
    struct arena a;
    struct reading_test before;
    arena_init(&a, ARENA_DEFAULT);
    const char *text = arena_cstr(&a, str_from(canonical(&before, make(&a, 99, ""))));
    for (size_t i = 0; i < ARRAY_LEN(edits); i++) {
        struct reading_test t;
        if (strcmp(canonical(&t, edit(&a, edits[i].from, edits[i].to)), text) != 0)
            fail_msg("'%s' -> '%s':\n%s", edits[i].from, edits[i].to, reading_text(&t));
        reading_close(&t);
    }
    reading_close(&before);
    arena_release(&a);
    printf("%zu edits\n", ARRAY_LEN(edits));
}

/* Statements in any order, constraints in any order. */
static void test_order(void **state)
{
    struct reading_test t, turned;
    struct strbuf b;
    struct arena a;

    (void)state;
    arena_init(&a, ARENA_DEFAULT);
    strbuf_init(&b, &a, 1U << 20);
    for (size_t i = ARRAY_LEN(base); i-- > 11;)
        strbuf_adds(&b, base[i]);
    for (size_t i = 1; i < 8; i++)
        strbuf_adds(&b, base[i]);
    strbuf_adds(&b, base[9]);
    strbuf_addc(&b, ',');
    strbuf_add(&b, str_sub(str_from(base[8]), 0, strlen(base[8]) - 1));
    strbuf_adds(&b, base[10]);
    strbuf_adds(&b, base[0]);
    const char *text = arena_cstr(&a, str_from(canonical(&t, make(&a, 99, ""))));
    assert_string_equal(canonical(&turned, strbuf_str(&b)), text);
    reading_close(&turned);
    reading_close(&t);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_matters),
        cmocka_unit_test(test_what_does_not),
        cmocka_unit_test(test_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

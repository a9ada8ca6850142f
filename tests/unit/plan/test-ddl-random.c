#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/*
 * Random schemas of one small vocabulary, so that two of them share names: from one to the other
 * and back, with rows. FLASH_TEST_SEED and FLASH_TEST_COUNT set seed and count.
 */

static uint64_t rng;

static unsigned pick(unsigned n)
{
    rng ^= rng << 13;
    rng ^= rng >> 7;
    rng ^= rng << 17;
    return (unsigned)((rng >> 11) % n);
}

static bool chance(unsigned percent)
{
    return pick(100) < percent;
}

#define TABLES  4
#define COLUMNS 5

enum key { KEY_NONE, KEY_ROWID, KEY_AUTOINCREMENT, KEY_TEXT, KEY_PAIR };

struct made_column {
    bool there, generated, unique;
};
struct made_table {
    bool there;
    enum key key;
    struct made_column columns[COLUMNS];
};
struct made {
    struct made_table tables[TABLES];
    struct strbuf sql;
};

static const char *const types[] = {"INT", "TEXT", "REAL", "BLOB", "NUMERIC", "VARCHAR(9)", ""};
static const char *const strict_types[] = {"INT", "TEXT", "REAL", "ANY", "INTEGER", "TEXT", "BLOB"};
static const char *const defaults[] = {
    "", " DEFAULT 1", " DEFAULT 'd'", " DEFAULT -2.5", " DEFAULT (1 + 1)", " DEFAULT NULL"};
static const char *const strict_defaults[] = {"", "", " DEFAULT NULL", "", "", ""};

static void make_column(struct made *m, struct made_table *t, int i, bool strict)
{
    struct strbuf *b = &m->sql;
    struct made_column *c = &t->columns[i];

    c->there = true;
    strbuf_addf(b, ", c%d %s", i, strict ? strict_types[pick(7)] : types[pick(7)]);
    if (chance(12)) {
        c->generated = true;
        strbuf_addf(b, " AS (%s) %s", chance(50) ? "1 + 1" : "'g' || 'h'",
            chance(50) ? "STORED" : "VIRTUAL");
        return;
    }
    if (chance(15))
        strbuf_addf(b, " COLLATE %s", chance(50) ? "NOCASE" : "RTRIM");
    if (chance(15) && !strict)
        strbuf_addf(b, " NOT NULL%s DEFAULT 'n'", chance(20) ? " ON CONFLICT REPLACE" : "");
    else
        strbuf_adds(b, strict ? strict_defaults[pick(6)] : defaults[pick(6)]);
    if (chance(8)) {
        c->unique = true;
        strbuf_adds(b, " UNIQUE");
    }
    if (chance(12))
        strbuf_addf(b, " CHECK (c%d IS NOT 'bad%u')", i, pick(3));
}

static void make_foreign_key(struct made *m, struct made_table *t, int i)
{
    int parent = (int)pick(TABLES);

    if (t->columns[i].generated || !m->tables[parent].there)
        return;
    if (m->tables[parent].key == KEY_ROWID || m->tables[parent].key == KEY_AUTOINCREMENT)
        strbuf_addf(&m->sql, ", FOREIGN KEY (c%d) REFERENCES t%d (id)%s", i, parent,
            chance(50) ? " ON DELETE CASCADE" : "");
}

static void make_table(struct made *m, int n)
{
    static const char *const keys[] = {"k INT", "id INTEGER PRIMARY KEY",
        "id INTEGER PRIMARY KEY AUTOINCREMENT", "k TEXT PRIMARY KEY", "k INT, l TEXT"};
    struct made_table *t = &m->tables[n];
    bool strict = chance(15);

    strbuf_addf(&m->sql, "CREATE TABLE t%d (%s", n, keys[t->key]);
    for (int i = 0; i < COLUMNS; i++)
        if (chance(60))
            make_column(m, t, i, strict);
    if (t->key == KEY_PAIR)
        strbuf_adds(&m->sql, ", PRIMARY KEY (k, l)");
    for (int i = 0; i < COLUMNS; i++)
        if (t->columns[i].there && chance(12))
            make_foreign_key(m, t, i);
    strbuf_addf(&m->sql, ")%s%s;\n", strict ? " STRICT" : "",
        t->key != KEY_NONE && t->key != KEY_AUTOINCREMENT && chance(25)
            ? strict ? ", WITHOUT ROWID" : " WITHOUT ROWID"
            : "");
}

static void make_indexes(struct made *m, int n)
{
    for (int i = 0; i < COLUMNS; i++)
        if (m->tables[n].columns[i].there && chance(25))
            strbuf_addf(&m->sql, "CREATE INDEX i%d%d ON t%d (c%d%s)%s;\n", n, i, n, i,
                chance(30) ? " DESC" : "", chance(20) ? " WHERE 1" : "");
}

static void make_dependents(struct made *m, int n)
{
    for (int i = 0; i < COLUMNS; i++) {
        if (!m->tables[n].columns[i].there)
            continue;
        if (chance(15))
            strbuf_addf(&m->sql, "CREATE VIEW v%d%d AS SELECT c%d AS x FROM t%d%s;\n", n, i, i, n,
                chance(30) ? " WHERE x IS NOT NULL" : "");
        if (chance(10))
            strbuf_addf(&m->sql,
                "CREATE TRIGGER g%d%d AFTER UPDATE OF c%d ON t%d BEGIN DELETE FROM t%d WHERE c%d = "
                "'never'; END;\n",
                n, i, i, n, n, i);
    }
}

static void make_schema(struct world *w, struct made *m)
{
    memset(m, 0, sizeof(*m));
    strbuf_init(&m->sql, &w->arena, 1 << 20);
    strbuf_adds(&m->sql, "");
    for (int i = 0; i < TABLES; i++) {
        m->tables[i].there = chance(70);
        m->tables[i].key = (enum key)pick(5);
    }
    for (int i = 0; i < TABLES; i++)
        if (m->tables[i].there)
            make_table(m, i);
    for (int i = 0; i < TABLES; i++)
        if (m->tables[i].there) {
            make_indexes(m, i);
            make_dependents(m, i);
        }
}

static const char *random_value(void)
{
    static const char *const values[] = {"NULL", "1", "2", "'07'", "'text'", "1.5", "0.1 + 0.2",
        "x'00ff'", "'1e3'", "9007199254740993", "''", "'A'", "'a '"};
    return values[pick(ARRAY_LEN(values))];
}

static void make_row(struct world *w, const struct made_table *t, int n, int row)
{
    struct strbuf names, values;

    strbuf_init(&names, &w->arena, 1 << 16);
    strbuf_init(&values, &w->arena, 1 << 16);
    bool id = t->key == KEY_ROWID || t->key == KEY_AUTOINCREMENT;
    strbuf_adds(&names, id ? "id" : "k");
    strbuf_addf(&values, id || t->key == KEY_NONE ? "%d" : "'k%d'", row * 3);
    if (t->key == KEY_PAIR) {
        strbuf_adds(&names, ", l");
        strbuf_addf(&values, ", 'l%d'", row);
    }
    for (int i = 0; i < COLUMNS; i++)
        if (t->columns[i].there && !t->columns[i].generated && chance(80)) {
            strbuf_addf(&names, ", c%d", i);
            strbuf_addf(&values, ", %s", random_value());
        }
    world_accepts(w, arena_printf(&w->arena, "INSERT OR IGNORE INTO t%d (%.*s) VALUES (%.*s)", n,
                         STR_ARG(strbuf_str(&names)), STR_ARG(strbuf_str(&values)))
                         .ptr);
}

static void make_rows(struct world *w, const struct made *m)
{
    for (int i = 0; i < TABLES; i++)
        for (int row = 1; m->tables[i].there && row < 5; row++)
            make_row(w, &m->tables[i], i, row);
}

/* Everything that tables hold. */
static const char *dump(struct world *w)
{
    struct strbuf b;

    strbuf_init(&b, &w->arena, 1 << 24);
    for (int i = 0; i < TABLES; i++) {
        struct flash_str q = arena_printf(&w->arena,
            "SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_table_xinfo('t%d') "
            "ORDER BY "
            "name DESC)",
            i);
        const char *names = world_query(w, q.ptr);
        q = arena_printf(&w->arena, "SELECT %s FROM t%d ORDER BY 1", names, i);
        strbuf_addf(&b, "t%d\n%s\n", i, world_query(w, q.ptr));
    }
    strbuf_addf(
        &b, "%s\n", world_query(w, "SELECT * FROM sqlite_sequence WHERE seq > 0 ORDER BY 1"));
    return b.ptr;
}

struct tally {
    unsigned done, refused_by_rows, round_trips, rebuilds;
};

static bool is_row_problem(const char *problem)
{
    static const char *const known[] = {"constraint failed", "foreign keys:", "cannot store"};
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (strstr(problem, known[i]))
            return true;
    return false;
}

static void show(struct world *w, const struct made *a, const struct made *b, const char *what)
{
    fprintf(stderr, "%s\n-- from\n%s-- to\n%s-- steps\n%s\n", what, a->sql.ptr, b->sql.ptr,
        world_steps(w));
    fail();
}

/* False when rows do not fit the target. */
static bool go(struct world *w, const struct made *a, const struct made *b)
{
    struct world_options park = {.data = DATA_PARK};
    struct flash_error err = {0};
    struct schema *to = world_parse(w, b->sql.ptr);

    if (world_plan(w, world_read(w), to, &park, &err) != 0)
        show(w, a, b, err.message);
    const char *problem = world_run(w);
    if (problem && !is_row_problem(problem))
        show(w, a, b, problem);
    if (problem) {
        w->problem = problem;
        return false;
    }
    world_sweep(w);
    world_must_be(w, to);
    return true;
}

static void one(struct tally *tally)
{
    struct world w;
    struct made a, b;

    world_open(&w);
    /* From the first AUTOINCREMENT table on there is a table of counters. */
    world_exec(&w, "CREATE TABLE s (x INTEGER PRIMARY KEY AUTOINCREMENT); DROP TABLE s");
    make_schema(&w, &a);
    make_schema(&w, &b);
    if (!world_accepts(&w, a.sql.ptr))
        show(&w, &a, &b, "a schema that SQLite refuses");
    make_rows(&w, &a);
    const char *before = dump(&w);
    if (!go(&w, &a, &b)) {
        tally->refused_by_rows++;
        assert_string_equal(dump(&w), before);
        world_close(&w);
        return;
    }
    tally->done++;
    tally->rebuilds += strstr(world_steps(&w), "_flash_new_") != NULL;
    bool loses = w.plan.loses_data;
    const char *there = dump(&w);
    struct flash_str out = str_from(world_steps(&w));
    bool back = go(&w, &b, &a);
    if (!back && !loses)
        show(&w, &b, &a, w.problem);
    if (back && !loses && strcmp(dump(&w), before) != 0) {
        fprintf(stderr, "-- before\n%s-- there\n%s-- after\n%s-- out\n%.*s", before, there,
            dump(&w), STR_ARG(out));
        show(&w, &b, &a, "rows changed on the way there and back");
    }
    tally->round_trips += back && !loses;
    world_close(&w);
}

static unsigned long setting(const char *name, unsigned long fallback)
{
    const char *text = getenv(name);
    return text && *text ? strtoul(text, NULL, 10) : fallback;
}

static void test_random(void **state)
{
    unsigned long count = setting("FLASH_TEST_COUNT", 300), seed = setting("FLASH_TEST_SEED", 1);
    struct tally tally = {0};

    (void)state;
    for (unsigned long i = 0; i < count; i++) {
        rng = (seed + i) * 0x9e3779b97f4a7c15u + 1;
        for (int k = 0; k < 8; k++)
            pick(2);
        one(&tally);
    }
    fprintf(stderr, "seed %lu: %u there, %u refused by rows, %u round trips, %u with rebuilds\n",
        seed, tally.done, tally.refused_by_rows, tally.round_trips, tally.rebuilds);
    assert_true(tally.done * 4 > count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

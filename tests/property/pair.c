#include "pair.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "oracle.h"
#include "write.h"

#define ROWS 6

void pair_make(struct pair *p, uint64_t seed)
{
    struct rng r = rng_child(seed, 1);
    *p = (struct pair){.seed = seed};
    p->na = 8 + rng_below(&r, PAIR_OPS_A - 8);
    p->nb = 1 + rng_below(&r, PAIR_OPS_B - 1);
    for (size_t i = 0; i < p->na; i++)
        p->a[i] = rng_next(&r);
    for (size_t i = 0; i < p->nb; i++)
        p->b[i] = rng_next(&r);
}

void pair_schemas(const struct pair *p, struct g_schema *a, struct g_schema *b)
{
    memset(a, 0, sizeof(*a));
    for (size_t i = 0; i < p->na; i++)
        g_mutate(a, p->a[i]);
    *b = *a;
    for (size_t i = 0; i < p->nb; i++)
        g_mutate(b, p->b[i]);
}

struct run {
    const struct pair *pair;
    struct runner *runner;
    struct side side;
    struct arena *arena;
    struct g_schema a, b;
    char *file, *before, *probed, *original; /* paths */
    bool park, loses; /* loses: the plan says that something goes that it does not park */
    struct flash_str why;
};

static bool failed(struct run *r, const char *where)
{
    struct flash_str why = r->why.len > 0 ? r->why : r->side.why;
    r->why = arena_printf(r->arena, "%s: %.*s", where, STR_ARG(why));
    return false;
}

static struct flash_str write_all(struct run *r, const struct g_schema *s, uint64_t part)
{
    struct strbuf b;
    strbuf_init(&b, r->arena, 1000000);
    struct rng rng = rng_child(r->pair->seed, part);
    uint64_t style = rng_next(&rng);
    g_write_tables(s, style, &b);
    g_write_rest(s, style + 1, &b);
    return b.len > 0 ? strbuf_str(&b) : STR("");
}

/* A database made by SQLite from the text of a schema. */
static bool make_database(struct run *r, struct flash_str sql, bool rows)
{
    struct statements inserts = {0};
    remove(r->file);
    sqlite3 *db = db_open(r->file);
    bool ok = db_exec(db, sql, r->arena, &r->why);
    db_must(db, "PRAGMA foreign_keys = ON");
    g_write_inserts(&r->a, r->pair->seed, rows ? ROWS : 0, r->arena, &inserts);
    if (ok && rows)
        db_try(db, &inserts);
    db_close(db);
    return ok || failed(r, "the generator wrote what SQLite does not take");
}

static bool check_models(struct run *r, const struct schema *m, const struct schema *read)
{
    if (side_same(&r->side, m, read) < 0)
        return failed(r, "the text and the database made from it");
    if (side_round_trip(&r->side, m) < 0)
        return failed(r, "parse(print(m))");
    if (r->runner->counts != NULL)
        r->runner->counts->models++;
    return true;
}

static bool same_content(struct run *r, const char *x, const char *y)
{
    struct lines a = {0}, b = {0};
    sqlite3 *dx = db_open(x), *dy = db_open(y);
    db_describe(dx, r->arena, &a);
    db_describe(dy, r->arena, &b);
    db_close(dx);
    db_close(dy);
    return lines_equal(&a, &b, r->arena, &r->why);
}

enum outcome { MOVED, NOT_FITTING, UNSUPPORTED, BROKEN };

/* The move was refused. That is right if SQLite cannot put the rows there either. */
static enum outcome judge_refusal(struct run *r, int rc, const struct oracle *o)
{
    if (!same_content(r, r->file, r->before)) {
        failed(r, "after a refusal the database is another");
        return BROKEN;
    }
    if (rc == FLASH_EUNSUPPORTED)
        return UNSUPPORTED;
    if (!o->rows_fit)
        return NOT_FITTING;
    failed(r, "refused");
    return BROKEN;
}

static bool compare_schemas(struct run *r, sqlite3 *got, const struct oracle *o)
{
    struct lines x = {0}, y = {0};
    db_describe(got, r->arena, &x);
    db_describe(o->db, r->arena, &y);
    if (!lines_equal(&x, &y, r->arena, &r->why))
        return failed(r, "schema");
    return true;
}

static int64_t hurt_foreign_keys(const char *path)
{
    sqlite3 *db = db_open(path);
    int64_t n = db_int(db, STR("SELECT count(*) FROM pragma_foreign_key_check"), -1);
    db_close(db);
    return n;
}

/* returns: rows came back that SQLite's own copy has not; nothing_lost looks at them. */
static bool compare(struct run *r, const struct g_schema *from, const struct g_schema *to,
    struct oracle *o, bool returns)
{
    db_copy(r->file, r->probed);
    sqlite3 *got = db_open(r->probed);
    bool ok = compare_schemas(r, got, o);
    if (ok && hurt_foreign_keys(r->file) > 0 && hurt_foreign_keys(r->before) == 0) {
        r->why = STR("not clean");
        ok = failed(r, "foreign_key_check");
    }
    if (ok && o->rows_fit && !returns &&
        !oracle_rows_equal(got, o, from, to, r->before, r->arena, &r->why))
        ok = failed(r, "rows");
    o->rows_fit = o->rows_fit && !returns;
    if (ok && !oracle_probes_equal(got, o, from, to, r->pair->seed, r->arena, &r->why))
        ok = failed(r, "behaviour");
    db_close(got);
    return ok;
}

static void show_plan(const struct plan *p)
{
    for (size_t i = 0; i < p->steps.len; i++)
        printf("  %.*s;\n", STR_ARG(p->steps.items[i].sql));
}

/* From one schema to the other, on the file. */
static enum outcome move(struct run *r, const struct g_schema *from, const struct g_schema *to,
    struct flash_str to_sql, uint64_t part)
{
    struct side *s = &r->side;
    struct schema *start, *target, *end;
    struct rename_list renames = {0};
    struct plan plan = {0};
    struct oracle o;
    db_copy(r->file, r->before);
    if (side_read(s, r->file, &start) < 0 || side_parse(s, "target.sql", to_sql, &target) < 0) {
        failed(r, "reading");
        return BROKEN;
    }
    side_renames(s, from, to, &renames);
    int rc = side_plan(s, start, target, &renames, r->file, r->park, &plan);
    if (r->runner->verbose)
        show_plan(&plan);
    if (rc == 0 && r->runner->counts != NULL)
        histogram_add(&r->runner->counts->histogram, &plan.changes);
    r->loses = r->loses || plan.loses_data;
    if (rc == 0)
        rc = side_apply(s, r->file, &plan);
    oracle_make(&o, from, to, r->before, r->pair->seed + part, r->arena);
    bool fit = o.rows_fit;
    enum outcome out = MOVED;
    if (rc < 0)
        out = judge_refusal(r, rc, &o);
    else if (!compare(r, from, to, &o, r->park && part == 11))
        out = BROKEN;
    else if (side_read(s, r->file, &end) < 0 || side_no_change(s, end, target) < 0) {
        failed(r, "after the move");
        out = BROKEN;
    }
    if (out == MOVED && !fit && r->runner->counts != NULL)
        r->runner->counts->rows_found++;
    oracle_release(&o);
    return out;
}

/* A row whose parent was missing from the start (REPLACE takes parents away, also with foreign keys
 * on) may stay parked, and what hangs on it: such databases are counted, not compared. */
static bool nothing_lost(struct run *r)
{
    if (hurt_foreign_keys(r->original) > 0) {
        if (r->runner->counts != NULL)
            r->runner->counts->dangling++;
        return true;
    }
    sqlite3 *got = db_open(r->file);
    bool ok = oracle_nothing_lost(got, r->original, &r->a, &r->b, r->arena, &r->why);
    db_close(got);
    return ok || failed(r, "parked and back");
}

static enum outcome there_and_back(
    struct run *r, struct flash_str a_sql, struct flash_str b_sql, bool rows)
{
    if (!make_database(r, a_sql, rows))
        return BROKEN;
    db_copy(r->file, r->original);
    r->loses = false;
    enum outcome out = move(r, &r->a, &r->b, b_sql, 10);
    if (out == BROKEN)
        failed(r, "up");
    if (out != MOVED)
        return out;
    bool loses = r->loses;
    out = move(r, &r->b, &r->a, a_sql, 11);
    r->loses = loses;
    if (out == BROKEN)
        failed(r, "down");
    if (out == MOVED && r->park && !r->loses && !nothing_lost(r))
        out = BROKEN;
    return out;
}

static bool check_caches(struct run *r, const struct schema *a, const struct schema *b)
{
    struct rename_list there = {0}, back = {0};
    unsigned plans = 0;
    side_renames(&r->side, &r->a, &r->b, &there);
    side_renames(&r->side, &r->b, &r->a, &back);
    const struct project_case c = {.from = &r->a,
        .to = &r->b,
        .from_model = a,
        .to_model = b,
        .renames = &there,
        .renames_back = &back,
        .db = r->file,
        .style = r->pair->seed};
    if (!project_check(r->runner->project, &c, r->arena, &r->why, &plans))
        return failed(r, "in a project");
    if (r->runner->counts != NULL)
        r->runner->counts->plans += plans;
    return true;
}

static bool check_all(struct run *r)
{
    struct schema *a, *b, *read;
    struct flash_str a_sql = write_all(r, &r->a, 2), b_sql = write_all(r, &r->b, 3);
    if (!make_database(r, b_sql, false) || side_read(&r->side, r->file, &read) < 0)
        return failed(r, "target");
    if (side_parse(&r->side, "b.sql", b_sql, &b) < 0 || !check_models(r, b, read))
        return failed(r, "target");
    if (!make_database(r, a_sql, true) || side_read(&r->side, r->file, &read) < 0)
        return failed(r, "start");
    if (side_parse(&r->side, "a.sql", a_sql, &a) < 0 || !check_models(r, a, read))
        return failed(r, "start");
    if (!check_caches(r, a, b))
        return false;
    enum outcome out = there_and_back(r, a_sql, b_sql, true);
    if (out == NOT_FITTING) {
        if (r->runner->counts != NULL)
            r->runner->counts->rows_refused++;
        out = there_and_back(r, a_sql, b_sql, false);
        if (out == NOT_FITTING)
            return failed(r, "refused without rows");
    }
    if (r->runner->counts != NULL) {
        r->runner->counts->unsupported += out == UNSUPPORTED;
        r->runner->counts->moves += out == MOVED;
        r->runner->counts->returned += out == MOVED && r->park && !r->loses;
        r->runner->counts->pairs++;
    }
    return out != BROKEN;
}

bool pair_check(
    const struct pair *p, struct runner *runner, struct arena *arena, struct flash_str *why)
{
    struct run *r = arena_new(arena, struct run);
    *r = (struct run){.pair = p, .runner = runner, .arena = arena};
    r->file = arena_cprintf(arena, "%s/pair.db", runner->folder);
    r->before = arena_cprintf(arena, "%s/before.db", runner->folder);
    r->probed = arena_cprintf(arena, "%s/probed.db", runner->folder);
    r->original = arena_cprintf(arena, "%s/original.db", runner->folder);
    r->park = p->seed % 2 == 0;
    pair_schemas(p, &r->a, &r->b);
    bool ok = side_init(&r->side, arena) == 0 ? check_all(r) : failed(r, "start of flash");
    *why = r->why;
    return ok;
}

static bool still_fails(const struct pair *p, struct runner *r, struct arena *arena)
{
    struct arena mark = *arena;
    struct flash_str why;
    struct counts *counts = r->counts;
    r->counts = NULL;
    bool fails = !pair_check(p, r, arena, &why);
    r->counts = counts;
    *arena = mark;
    return fails;
}

static bool shrink_list(
    struct pair *p, uint64_t *ops, size_t *n, size_t chunk, struct runner *r, struct arena *arena)
{
    bool progress = false;
    for (size_t i = 0; i + chunk <= *n;) {
        struct pair was = *p;
        memmove(&ops[i], &ops[i + chunk], (*n - i - chunk) * sizeof(*ops));
        *n -= chunk;
        if (still_fails(p, r, arena)) {
            progress = true;
        } else {
            *p = was;
            i += chunk;
        }
    }
    return progress;
}

void pair_shrink(struct pair *p, struct runner *r, struct arena *arena)
{
    bool progress;
    do {
        progress = false;
        for (size_t chunk = 16; chunk > 0; chunk /= 2) {
            progress |= shrink_list(p, p->b, &p->nb, chunk, r, arena);
            progress |= shrink_list(p, p->a, &p->na, chunk, r, arena);
        }
    } while (progress);
}

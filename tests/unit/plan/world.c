#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

static void quiet(void *payload, int code, const char *text)
{
    (void)payload;
    (void)code;
    (void)text;
}

void world_open(struct world *w)
{
    memset(w, 0, sizeof(*w));
    arena_init(&w->arena, ARENA_DEFAULT);
    arena_init(&w->scratch, ARENA_DEFAULT);
    sqlite3_config(SQLITE_CONFIG_LOG, quiet, NULL);
    assert_int_equal(sqlite3_open(":memory:", &w->db), SQLITE_OK);
    sqlite3_exec(w->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
}

void world_close(struct world *w)
{
    sqlite3_close(w->db);
    arena_release(&w->scratch);
    arena_release(&w->arena);
}

static void print_diags(const struct diags *d, const char *sql)
{
    struct arena a;
    struct strbuf b;

    arena_init(&a, ARENA_SMALL);
    strbuf_init(&b, &a, 1 << 20);
    for (size_t i = 0; i < d->list.len; i++)
        diag_format(&d->list.items[i], &b);
    fprintf(stderr, "%s\nin:\n%s\n", b.len ? b.ptr : "", sql);
    arena_release(&a);
}

struct schema *world_parse(struct world *w, const char *sql)
{
    struct source *src = arena_new(&w->arena, struct source);
    struct diags diags;
    struct read_report report = {0};
    struct schema *s = NULL;
    struct flash_error err = {0};

    diags_init(&diags, &w->arena);
    assert_int_equal(
        source_init(src, STR("test.sql"), arena_str(&w->arena, str_from(sql)), &err), 0);
    int rc = dialect_parse(dialect_default(), &w->arena, src, 1, &s, &report, &diags, &err);
    if (rc != 0)
        print_diags(&diags, sql);
    assert_int_equal(rc, 0);
    return s;
}

static const char *const schema_query =
    "SELECT sql FROM sqlite_schema AS m WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE "
    "'!' "
    "AND tbl_name NOT LIKE '!_flash!_%' ESCAPE '!' AND NOT (type = 'table' AND EXISTS (SELECT 1 "
    "FROM "
    "sqlite_schema AS v WHERE v.sql LIKE 'create virtual%' AND m.name LIKE "
    "replace(v.name, '_', '!_') || '!_%' ESCAPE '!')) ORDER BY type = 'trigger', type = 'index', "
    "rowid";

struct schema *world_read(struct world *w)
{
    struct strbuf b;
    sqlite3_stmt *s;

    strbuf_init(&b, &w->arena, 1 << 28);
    assert_int_equal(sqlite3_prepare_v2(w->db, schema_query, -1, &s, NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW)
        strbuf_addf(&b, "%s;\n", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return world_parse(w, b.ptr ? b.ptr : "");
}

bool world_accepts(struct world *w, const char *sql)
{
    return sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

void world_exec(struct world *w, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(w->db, sql, NULL, NULL, &message) != SQLITE_OK)
        fprintf(stderr, "%s\nin:\n%s\n", message, sql);
    assert_null(message);
}

static void add_cell(struct strbuf *b, sqlite3_stmt *s, int i)
{
    int type = sqlite3_column_type(s, i);

    if (type == SQLITE_NULL) {
        strbuf_adds(b, "NULL");
    } else if (type == SQLITE_BLOB) {
        const unsigned char *p = sqlite3_column_blob(s, i);
        strbuf_adds(b, "x'");
        for (int k = 0; k < sqlite3_column_bytes(s, i); k++)
            strbuf_addf(b, "%02x", p[k]);
        strbuf_addc(b, '\'');
    } else {
        strbuf_adds(b, (const char *)sqlite3_column_text(s, i));
    }
}

const char *world_query(struct world *w, const char *sql)
{
    struct strbuf b;
    sqlite3_stmt *s;

    strbuf_init(&b, &w->arena, 1 << 28);
    strbuf_adds(&b, "");
    if (sqlite3_prepare_v2(w->db, sql, -1, &s, NULL) != SQLITE_OK)
        return sqlite3_errmsg(w->db);
    while (sqlite3_step(s) == SQLITE_ROW) {
        if (b.len > 0)
            strbuf_addc(&b, '\n');
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            strbuf_adds(&b, i > 0 ? "|" : "");
            add_cell(&b, s, i);
        }
    }
    sqlite3_finalize(s);
    return b.ptr ? b.ptr : "";
}

/* "a.b>c", "a>b" or, for an index, "@a>b"; several with ", " between. */
static void parse_renames(
    const char *text, const struct dialect *d, struct arena *a, struct rename_list *out)
{
    struct flash_str rest = str_from(text), one, left;

    while (rest.len > 0) {
        str_split(&rest, ',', &one);
        one = str_trim(one);
        assert_true(str_split(&one, '>', &left));
        struct rename *r = vec_push(a, out);
        struct flash_str table;
        r->kind = KIND_TABLE;
        r->origin = "mv";
        r->ns = d->syntax.fold(STR("main"));
        if (str_starts(left, STR("@"))) {
            r->kind = KIND_INDEX;
            left = str_skip(left, 1);
        } else if (str_find_char(left, '.', 0) >= 0) {
            str_split(&left, '.', &table);
            r->kind = KIND_COLUMN;
            r->table = d->syntax.fold(table);
        }
        r->from = d->syntax.fold(left);
        r->to = d->syntax.fold(one);
    }
}

static size_t parse_fill(const char *text, struct fill *out)
{
    struct flash_str rest = str_from(text), table, column;

    if (!text)
        return 0;
    assert_true(str_split(&rest, '.', &table));
    assert_true(str_split(&rest, '=', &column));
    *out = (struct fill){table, column, rest};
    return 1;
}

static bool no_rows(void *payload, const struct object *table)
{
    (void)payload;
    (void)table;
    return false;
}

static int column_text(sqlite3_stmt *s, int i, struct arena *a, struct flash_str *out)
{
    *out = arena_str(a, str_from((const char *)sqlite3_column_text(s, i)));
    return 0;
}

void world_parked(struct world *w, struct park_list *out)
{
    sqlite3_stmt *s;

    *out = (struct park_list){0};
    if (sqlite3_prepare_v2(w->db,
            "SELECT n, kind, \"table\", \"column\", definition, keys, columns, branch, rows FROM "
            "_flash_parked ORDER BY n",
            -1, &s, NULL) != SQLITE_OK)
        return;
    while (sqlite3_step(s) == SQLITE_ROW) {
        struct park_entry *e = vec_push(&w->arena, out);
        e->n = (uint64_t)sqlite3_column_int64(s, 0);
        column_text(s, 1, &w->arena, &e->kind);
        column_text(s, 2, &w->arena, &e->table);
        column_text(s, 3, &w->arena, &e->column);
        column_text(s, 4, &w->arena, &e->definition);
        column_text(s, 5, &w->arena, &e->keys);
        column_text(s, 6, &w->arena, &e->columns);
        column_text(s, 7, &w->arena, &e->branch);
        e->rows = sqlite3_column_int64(s, 8);
    }
    sqlite3_finalize(s);
}

static void fake_hash(void *payload, struct flash_str bytes, char out[41])
{
    (void)payload;
    snprintf(out, 41, "%040llx", (unsigned long long)str_hash(bytes));
}

int world_plan(struct world *w, const struct schema *from, const struct schema *to,
    const struct world_options *o, struct flash_error *err)
{
    static const struct world_options none = {0};
    struct rename_list *renames = arena_new(&w->arena, struct rename_list);
    struct fill *fill = arena_new(&w->arena, struct fill);
    struct park_list *parked = arena_new(&w->arena, struct park_list);

    o = o ? o : &none;
    if (o->renames)
        parse_renames(o->renames, dialect_default(), &w->arena, renames);
    world_parked(w, parked);
    struct plan_options opt = {.diff = {.renames = renames, .strict_columns = o->strict_columns},
        .ddl = {.engine_version = o->version ? o->version : (unsigned)sqlite3_libversion_number(),
            .data = o->data,
            .parked = parked,
            .branch = STR("test"),
            .fills = fill,
            .nfills = parse_fill(o->fills, fill),
            .has_rows = o->no_rows ? no_rows : NULL},
        .hash = fake_hash};
    w->plan = (struct plan){0};
    return plan_make(from, to, &opt, &w->arena, w->scratch, &w->plan, err);
}

const char *world_steps(struct world *w)
{
    struct strbuf b;
    strbuf_init(&b, &w->arena, 1 << 28);
    plan_print(&w->plan, 0, &b);
    return b.ptr ? b.ptr : "";
}

static void session(struct world *w, int on)
{
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_DEFENSIVE, on, NULL);
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, !on, NULL);
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, !on, NULL);
    sqlite3_exec(w->db,
        on ? "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE" : "PRAGMA foreign_keys = ON", NULL, NULL,
        NULL);
}

static const char *run_steps(struct world *w)
{
    for (size_t i = 0; i < w->plan.steps.len; i++) {
        char *message = NULL;
        const struct step *s = &w->plan.steps.items[i];
        if (sqlite3_exec(w->db, arena_cstr(&w->arena, s->sql), NULL, NULL, &message) == SQLITE_OK)
            continue;
        struct flash_str text = arena_printf(&w->arena, "%s in: %.*s", message, STR_ARG(s->sql));
        sqlite3_free(message);
        return text.ptr;
    }
    return NULL;
}

const char *world_run(struct world *w)
{
    session(w, 1);
    const char *problem = run_steps(w);
    if (!problem && world_query(w, "PRAGMA foreign_key_check")[0])
        problem =
            arena_printf(&w->arena, "foreign keys: %s", world_query(w, "PRAGMA foreign_key_check"))
                .ptr;
    sqlite3_exec(w->db, problem ? "ROLLBACK" : "COMMIT", NULL, NULL, NULL);
    session(w, 0);
    return problem;
}

void world_sweep(struct world *w)
{
    struct park_list parked;
    struct plan keep = w->plan;

    world_parked(w, &parked);
    w->plan = (struct plan){0};
    dialect_default()->ddl->sweep(&parked, &w->arena, &w->plan.steps);
    assert_null(world_run(w));
    w->plan = keep;
}

void world_must_be(struct world *w, const struct schema *to)
{
    struct schema *now = world_read(w);
    struct change_list changes = {0};
    struct flash_error err = {0};
    struct strbuf b;
    struct json j;

    assert_int_equal(diff_schemas(now, to, NULL, &w->arena, w->scratch, &changes, &err), 0);
    for (size_t i = 0; i < changes.len; i++) {
        if (changes.items[i].cosmetic)
            continue;
        strbuf_init(&b, &w->arena, 1 << 24);
        json_init(&j, &b);
        change_json(&j, &changes.items[i]);
        fprintf(stderr, "the database is not the target:\n%s\nsteps:\n%s\n", b.ptr, world_steps(w));
        fail();
    }
}

void world_go(struct world *w, const char *to_sql, const struct world_options *o)
{
    struct flash_error err = {0};
    struct schema *from = world_read(w), *to = world_parse(w, to_sql);

    int rc = world_plan(w, from, to, o, &err);
    if (rc != 0)
        fprintf(stderr, "plan: %s\n", err.message);
    assert_int_equal(rc, 0);
    const char *problem = world_run(w);
    if (problem)
        fprintf(stderr, "%s\nsteps:\n%s\n", problem, world_steps(w));
    assert_null(problem);
    world_sweep(w);
    world_must_be(w, to);
}

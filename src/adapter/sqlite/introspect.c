#include "adapter/sqlite/introspect.h"

#include "adapter/sqlite/check-catalogue.h"
#include "adapter/sqlite/shadow.h"
#include "adapter/sqlite/transaction.h"
#include "base/str.h"
#include "base/trace.h"

struct reading {
    struct adapter_conn *conn;
    struct arena *arena;
    struct catalogue catalogue;
    struct source *sources; /* one for each row, in the same order */
    bool *done;             /* read already, or hidden */
    size_t shadows;
    struct schema *schema;
    struct read_report report;
    struct diags *diags;
};

static void fill_facts(
    struct adapter_facts *facts, const struct catalogue *cat, size_t shadows, struct arena *a)
{
    *facts = (struct adapter_facts){
        .engine_version = (unsigned)sqlite3_libversion_number(),
        .server = arena_printf(a, "SQLite %s", sqlite3_libversion()),
        .objects = cat->rows.len - shadows,
        .hidden = cat->hidden + shadows,
    };
}

static int read_row(struct reading *r, size_t i, struct flash_error *err)
{
    const struct catalogue_row *row = &r->catalogue.rows.items[i];
    struct flash_str path = arena_printf(r->arena, "sqlite_schema:%.*s", STR_ARG(row->name));
    int rc = source_init(&r->sources[i], path, row->sql, err);
    if (rc < 0)
        return rc;
    dialect_of(r->schema)->read(r->schema, &r->sources[i], &r->report, r->diags);
    r->done[i] = true;
    return 0;
}

/* SQLite stores these words in exactly this form. */
static bool is_virtual(const struct catalogue_row *row)
{
    return str_starts_nocase(row->sql, STR("CREATE VIRTUAL TABLE"));
}

static int read_virtual(struct reading *r, struct flash_error *err)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < r->catalogue.rows.len; i++)
        if (is_virtual(&r->catalogue.rows.items[i]))
            rc = read_row(r, i, err);
    return rc;
}

static int hide_shadows(struct reading *r, struct flash_error *err)
{
    struct map shadows = {0};
    int rc = shadow_tables(r->conn, r->schema, r->arena, &shadows, err);
    if (rc < 0 || shadows.live == 0)
        return rc;
    for (size_t i = 0; i < r->catalogue.rows.len; i++) {
        const struct catalogue_row *row = &r->catalogue.rows.items[i];
        const struct symbol *key = r->schema->syntax->fold(row->table);
        if (r->done[i] || !map_get_ptr(&shadows, key))
            continue;
        r->done[i] = true;
        r->shadows++;
    }
    return 0;
}

/* Tables before what hangs on them. */
static int read_rest(struct reading *r, struct flash_error *err)
{
    int rc = 0;
    for (int tables = 1; tables >= 0; tables--)
        for (size_t i = 0; rc == 0 && i < r->catalogue.rows.len; i++) {
            bool is_table = str_eq(r->catalogue.rows.items[i].type, STR("table"));
            if (!r->done[i] && is_table == (tables == 1))
                rc = read_row(r, i, err);
        }
    return rc;
}

static int read_all(struct reading *r, struct map *known_prints, struct flash_error *err)
{
    const struct dialect *d = dialect_find(STR("sqlite"));
    int rc = catalogue_read(r->conn, r->arena, &r->catalogue, err);
    if (rc < 0)
        return rc;
    r->sources = arena_array(r->arena, struct source, r->catalogue.rows.len + 1);
    r->done = arena_array(r->arena, bool, r->catalogue.rows.len + 1);
    r->schema = schema_new(r->arena, &d->syntax);
    rc = read_virtual(r, err);
    if (rc == 0)
        rc = hide_shadows(r, err);
    if (rc == 0)
        rc = read_rest(r, err);
    if (rc < 0)
        return rc;
    dialect_of(r->schema)->finish(r->schema, r->diags);
    rc = diags_error(r->diags, err);
    if (rc < 0) {
        error_object(err, "%s", r->conn->display);
        return rc;
    }
    return check_catalogue(
        r->conn, &r->catalogue, r->sources, r->schema, r->arena, known_prints, err);
}

int sq_read_schema(struct adapter_conn *c, struct arena *a, struct map *known_prints,
    struct schema **out, struct adapter_facts *facts, struct diags *diags, struct flash_error *err)
{
    struct reading r = {.conn = c, .arena = a, .diags = diags};
    struct trace_span span = trace_begin("sqlite", "read schema");
    bool opened;

    int rc = sq_snapshot_begin(c, &opened, err);
    if (rc == 0) {
        rc = read_all(&r, known_prints, err);
        sq_snapshot_end(c, opened);
    }
    if (rc == 0) {
        fill_facts(facts, &r.catalogue, r.shadows, a);
        facts->live_print = catalogue_print(&r.catalogue, a, c->tx);
        *out = r.schema;
    }
    trace_end(&span);
    return rc;
}

int sq_read_facts(
    struct adapter_conn *c, struct arena *a, struct adapter_facts *facts, struct flash_error *err)
{
    struct arena mark = c->tx;
    struct catalogue cat;

    int rc = catalogue_read(c, &c->tx, &cat, err);
    if (rc == 0) {
        fill_facts(facts, &cat, 0, a);
        facts->live_print = catalogue_print(&cat, a, c->tx);
    }
    c->tx = mark;
    return rc;
}

#include "dialect/sqlite/park.h"

#include "base/str.h"
#include "dialect/sqlite/affinity.h"
#include "dialect/sqlite/ddl-column.h"
#include "dialect/sqlite/ddl-rebuild.h"
#include "dialect/sqlite/ddl-virtual.h"

struct flash_str park_table_name(struct sqd *s, uint64_t n)
{
    return arena_printf(s->perm, "_flash_parked_%llu", (unsigned long long)n);
}

/* What a row of the catalogue says besides n, branch and time. */
struct parked {
    const char *kind;
    const struct object *table;
    struct flash_str column, definition, keys, columns;
    bool counter; /* AUTOINCREMENT */
};

static void make_catalogue(struct sqd *s, struct flash_str cause)
{
    if (s->has_catalogue)
        return;
    s->has_catalogue = true;
    sqd_step(s, STEP_DDL, NULL, cause,
        STR("CREATE TABLE IF NOT EXISTS _flash_parked (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, "
            "\"table\" TEXT NOT NULL, \"column\" TEXT NOT NULL, definition TEXT NOT NULL, keys "
            "TEXT NOT NULL, "
            "columns TEXT NOT NULL, branch TEXT NOT NULL, rows INTEGER NOT NULL, seq INTEGER, "
            "parked_at TEXT NOT NULL)"));
}

/* Nothing in it and no counter to remember: to be swept. */
static void register_parked(
    struct sqd *s, uint64_t n, const struct parked *p, struct flash_str cause)
{
    struct flash_str name = park_table_name(s, n);
    struct flash_str seq = p->counter
                               ? sqd_text(s, "(SELECT seq FROM sqlite_sequence WHERE name = %Q)",
                                     p->table->name.spelling)
                               : STR("NULL");

    sqd_step(s, STEP_DATA, p->table, cause,
        sqd_text(s,
            "INSERT INTO _flash_parked (n, kind, \"table\", \"column\", definition, keys, columns, "
            "branch, rows, "
            "seq, parked_at) SELECT %u, CASE WHEN r = 0 AND q IS NULL THEN 'done' ELSE '%s' END, "
            "%Q, %Q, %Q, %Q, "
            "%Q, %Q, r, q, strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 'now') FROM (SELECT (SELECT "
            "count(*) FROM %I) AS "
            "r, %T AS q)",
            n, p->kind, p->table->name.spelling, p->column, p->definition, p->keys, p->columns,
            s->opt->branch, name, seq));
}

static uint64_t fill_parked(
    struct sqd *s, const struct parked *p, struct flash_str query, struct flash_str cause)
{
    uint64_t n = s->next_park++;

    make_catalogue(s, cause);
    struct step *step = sqd_step(s, STEP_DATA, p->table, cause,
        sqd_text(s, "CREATE TABLE %I AS %T", park_table_name(s, n), query));
    step->scans = true;
    register_parked(s, n, p, cause);
    return n;
}

static void park_table(struct sqd *s, const struct table *t)
{
    const struct primary_key *pk = table_primary_key(&t->base);
    struct park_key key;
    struct park_row row;
    struct strbuf q;

    if (!park_row_of(s, t, &row))
        return;
    sqd_strbuf(s, &q);
    strbuf_adds(&q, "SELECT ");
    if (row.rowid.len > 0)
        sqd_add(s, &q, "%I AS %I, ", row.rowid, row.rowid_column);
    park_row_add_names(s, &q, &row, "");
    sqd_add(s, &q, " FROM %I", t->base.name.spelling);
    park_key_of(s, t, NULL, 0, &key);
    struct parked p = {.kind = "table",
        .table = &t->base,
        .definition = sqd_create_text(s, &t->base),
        .keys = park_key_json(s, &key),
        .columns = park_row_json(s, &row),
        .counter = pk && pk->autoincrement};
    fill_parked(s, &p, strbuf_str(&q), sqd_cause(s, "park %.*s", STR_ARG(sqd_title(s, &t->base))));
    map_put_ptr(s->scratch, &s->parked, t, s);
}

static struct flash_str stored_json(struct sqd *s, bool rowid, struct flash_str *names, size_t n)
{
    struct park_row row = {.names = names, .n = n};

    if (rowid)
        row.rowid = row.rowid_column = STR(PARK_ROWID);
    return park_row_json(s, &row);
}

/* A row without a parked value gets the default, which for a column without one is NULL; a column
 * that was computed in between comes back with what was computed. */
static void park_column(struct sqd *s, const struct table_unit *u, const struct column_pair *p)
{
    const struct column *c = p->from;
    struct park_key key;
    struct strbuf q;
    struct flash_str name = c->base.name.spelling;

    if (!park_key_of(s, u->from, u, 0, &key))
        return;
    sqd_strbuf(s, &q);
    strbuf_adds(&q, "SELECT ");
    bool rowid = park_key_may_be_null(u->from, &key);
    if (rowid)
        sqd_add(s, &q, "%I AS " PARK_ROWID ", ", rowid_name(u->from));
    for (size_t i = 0; i < key.n; i++)
        sqd_add(s, &q, "%I, ", key.columns[i]->base.name.spelling);
    sqd_add(s, &q, "%I FROM %I", name, u->from->base.name.spelling);
    if (!c->def && !p->to)
        sqd_add(s, &q, " WHERE %I IS NOT NULL", name);
    struct parked parked = {.kind = "column",
        .table = &u->from->base,
        .column = name,
        .definition = column_definition(s, c),
        .keys = park_key_json(s, &key),
        .columns = stored_json(s, rowid, &name, 1)};
    fill_parked(
        s, &parked, strbuf_str(&q), sqd_cause(s, "park %.*s", STR_ARG(sqd_title(s, &c->base))));
    map_put_ptr(s->scratch, &s->parked, c, s);
}

/* It stops ids from being used again, and no row has it. */
static void park_counter(struct sqd *s, const struct table_unit *u)
{
    const struct primary_key *from = table_primary_key(&u->from->base);
    const struct primary_key *to = u->to ? table_primary_key(&u->to->base) : NULL;

    if (u->how != UNIT_REBUILD || !from || !from->autoincrement || (to && to->autoincrement))
        return;
    struct parked p = {.kind = "counter",
        .table = &u->from->base,
        .definition = STR("AUTOINCREMENT"),
        .keys = STR("[]"),
        .columns = STR("[\"seq\"]")};
    fill_parked(s, &p,
        sqd_text(s, "SELECT seq FROM sqlite_sequence WHERE name = %Q", u->from->base.name.spelling),
        sqd_cause(s, "park the counter of %.*s", STR_ARG(sqd_title(s, &u->from->base))));
}

static void park_unit(struct sqd *s, const struct table_unit *u)
{
    if (!u->from || virtual_is_external(u->from))
        return;
    if (u->how == UNIT_DROP || u->how == UNIT_REPLACE) {
        const struct primary_key *pk = table_primary_key(&u->from->base);
        if (sqd_has_rows(s, &u->from->base) || (pk && pk->autoincrement))
            park_table(s, u->from);
        return;
    }
    park_counter(s, u);
    for (size_t i = 0; i < u->npairs; i++)
        if (column_loses_values(&u->pairs[i]) && sqd_has_rows(s, &u->from->base))
            park_column(s, u, &u->pairs[i]);
}

void park_leave(struct sqd *s)
{
    if (s->opt->data != DATA_PARK)
        return;
    for (size_t i = 0; i < s->units.len; i++)
        park_unit(s, s->units.items[i]);
}

bool park_holds_table(const struct sqd *s, const struct table *t)
{
    return map_get_ptr(&s->parked, t) != NULL;
}

bool park_holds_column(const struct sqd *s, const struct column *c)
{
    return map_get_ptr(&s->parked, c) != NULL;
}

bool park_can_hold_values(struct sqd *s, const struct table_unit *u)
{
    struct park_key key;
    return s->opt->data == DATA_PARK && park_key_of(s, u->from, u, PARK_KEY_CONVERTED, &key);
}

/* Values that the way back would not give by itself: converted by what the old column does to a
 * value. */
static void add_value_filter(
    struct sqd *s, struct strbuf *q, enum affinity from, struct flash_str old, struct flash_str new)
{
    if (from == AFFINITY_BLOB)
        sqd_add(s, q, "typeof(o.%I) <> typeof(n.%I) OR n.%I COLLATE BINARY IS NOT o.%I", old, new,
            new, old);
    else
        sqd_add(s, q,
            "CASE typeof(o.%I) WHEN 'text' THEN CAST(n.%I AS TEXT) COLLATE BINARY IS NOT o.%I "
            "WHEN 'null' THEN n.%I IS NOT NULL WHEN 'blob' THEN n.%I IS NOT o.%I "
            "ELSE CAST(n.%I AS NUMERIC) IS NOT o.%I END",
            old, new, old, new, new, old, new, old);
}

/* Where a column of the old table's key stands among the pairs; both sides have it. */
static size_t pair_of_key(const struct table_unit *u, const struct column *from)
{
    size_t i = 0;
    while (u->pairs[i].from != from)
        i++;
    return i;
}

/* Old and new rows side by side: by rowid where both have one, else by the key as it was copied. */
static void add_row_match(
    struct sqd *s, struct strbuf *q, const struct table_unit *u, const struct park_key *key)
{
    if (rowids_are_kept(u)) {
        sqd_add(s, q, "n.%I = o.%I", rowid_name(u->to), rowid_name(u->from));
        return;
    }
    for (size_t i = 0; i < key->n; i++) {
        size_t at = pair_of_key(u, key->columns[i]);
        sqd_add(s, q, "%sn.%I = %T", i > 0 ? " AND " : "", u->pairs[at].to->base.name.spelling,
            table_copied_value(s, u, at, "o."));
    }
}

/* The key's values of today under the names that the rows will be looked for by. */
static void add_key_values(
    struct sqd *s, struct strbuf *q, const struct table_unit *u, const struct park_key *key)
{
    for (size_t i = 0; i < key->n; i++) {
        struct flash_str name = key->columns[i]->base.name.spelling;
        size_t at = pair_of_key(u, key->columns[i]);
        sqd_add(s, q, "n.%I AS %I, ", u->pairs[at].to->base.name.spelling, name);
    }
}

static void park_values(
    struct sqd *s, const struct table_unit *u, size_t i, struct flash_str new_name)
{
    const struct column_pair *p = &u->pairs[i];
    struct flash_str old = u->current[i], new = p->to->base.name.spelling;
    struct flash_str stored[] = {STR("_flash_old"), STR("_flash_new")};
    struct park_key key;
    struct strbuf q;

    if (!park_key_of(s, u->from, u, PARK_KEY_CONVERTED, &key))
        return;
    sqd_strbuf(s, &q);
    strbuf_adds(&q, "SELECT ");
    bool rowid = park_key_may_be_null(u->from, &key) && rowid_name(u->to).len > 0;
    if (rowid)
        sqd_add(s, &q, "n.%I AS " PARK_ROWID ", ", rowid_name(u->to));
    add_key_values(s, &q, u, &key);
    sqd_add(s, &q, "o.%I AS _flash_old, n.%I AS _flash_new FROM %I AS o JOIN %I AS n ON ", old, new,
        u->to->base.name.spelling, new_name);
    add_row_match(s, &q, u, &key);
    strbuf_adds(&q, " WHERE ");
    add_value_filter(s, &q, affinity_of(u->from, p->from), old, new);
    struct parked parked = {.kind = "value",
        .table = &u->from->base,
        .column = p->from->base.name.spelling,
        .definition = column_definition(s, p->from),
        .keys = park_key_json(s, &key),
        .columns = stored_json(s, rowid, stored, ARRAY_LEN(stored))};
    fill_parked(s, &parked, strbuf_str(&q),
        sqd_cause(s, "park values of %.*s", STR_ARG(sqd_title(s, &p->from->base))));
}

void park_converted_values(struct sqd *s, const struct table_unit *u, struct flash_str new_name)
{
    if (s->opt->data != DATA_PARK || !sqd_has_rows(s, &u->from->base))
        return;
    for (size_t i = 0; i < u->npairs; i++)
        if (column_converts(s, u, &u->pairs[i]))
            park_values(s, u, i, new_name);
}

void park_sweep(const struct park_list *parked, struct arena *a, struct step_list *out)
{
    size_t swept = 0;

    for (size_t i = 0; parked && i < parked->len; i++) {
        const struct park_entry *e = &parked->items[i];
        if (!str_eq(e->kind, STR("done")))
            continue;
        unsigned long long n = e->n;
        struct step step = {.kind = STEP_DDL, .in_transaction = true, .lock = LOCK_CLASS_WRITE};
        step.cause = STR("nothing is parked here any more");
        step.sql = arena_printf(a, "DROP TABLE _flash_parked_%llu", n);
        *vec_push(a, out) = step;
        step.kind = STEP_DATA;
        step.sql = arena_printf(a, "DELETE FROM _flash_parked WHERE n = %llu", n);
        *vec_push(a, out) = step;
        swept++;
    }
    if (swept > 0 && swept == parked->len)
        *vec_push(a, out) = (struct step){.kind = STEP_DDL,
            .sql = STR("DROP TABLE _flash_parked"),
            .cause = STR("nothing is parked any more"),
            .in_transaction = true,
            .lock = LOCK_CLASS_WRITE};
}

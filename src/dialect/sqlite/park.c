#include "dialect/sqlite/park.h"

#include "base/json.h"
#include "base/str.h"
#include "dialect/sqlite/affinity.h"
#include "dialect/sqlite/ddl-column.h"
#include "dialect/sqlite/ddl-mention.h"
#include "dialect/sqlite/ddl-rebuild.h"
#include "dialect/sqlite/names.h"

struct flash_str park_table_name(struct sqd *s, uint64_t n)
{
    return arena_printf(s->perm, "_flash_parked_%llu", (unsigned long long)n);
}

/* A column that one side has and the other has not cannot tell which row is which. */
static bool is_one_sided(const struct table_unit *u, const struct column *c)
{
    for (size_t i = 0; u && i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (p->from == c)
            return column_loses_values(p);
        if (p->to == c)
            return column_gains_values(p);
    }
    return false;
}

/* Rows whose key is NULL are not found again, so a unique constraint must not allow it; a primary
 * key without NOT NULL is taken all the same: such rows stay parked. */
static bool key_from(struct sqd *s, const struct table *t, const struct key_list *keys,
    bool may_be_null, const struct table_unit *u, struct park_key *out)
{
    out->n = 0;
    out->columns = arena_array(s->scratch, const struct column *, keys->len + 1);
    for (size_t i = 0; i < keys->len; i++) {
        const struct column *c =
            keys->items[i].column.key ? table_column(&t->base, keys->items[i].column.key) : NULL;
        if (!c || column_is_generated(c) || is_one_sided(u, c) || (!may_be_null && !c->not_null))
            return false;
        out->columns[out->n++] = c;
    }
    return out->n > 0;
}

bool park_key_of(
    struct sqd *s, const struct table *t, const struct table_unit *u, struct park_key *out)
{
    const struct primary_key *pk = table_primary_key(&t->base);

    if (pk && key_from(s, t, &pk->keys, true, u, out))
        return true;
    for (size_t i = 0; i < t->base.children.len; i++) {
        const struct object *o = t->base.children.items[i];
        if (o->kind == KIND_UNIQUE &&
            key_from(s, t, &((const struct unique *)o)->keys, false, u, out))
            return true;
    }
    out->n = 0;
    return false;
}

static struct flash_str json_names(
    struct sqd *s, const struct column *const *columns, size_t n, struct flash_str first)
{
    struct strbuf b;
    struct json j;

    sqd_strbuf(s, &b);
    json_init(&j, &b);
    j.compact = true;
    json_array_begin(&j);
    if (first.len > 0)
        json_str(&j, first);
    for (size_t i = 0; i < n; i++)
        json_str(&j, columns[i]->base.name.spelling);
    json_array_end(&j);
    return strbuf_str(&b);
}

struct flash_str park_key_json(struct sqd *s, const struct park_key *key)
{
    return json_names(s, key->columns, key->n, STR_NULL);
}

struct flash_str park_rowid_column(struct sqd *s, const struct table *t)
{
    struct strbuf b;

    strbuf_init(&b, s->perm, SQD_TEXT_MAX);
    strbuf_adds(&b, "_flash_rowid");
    while (table_column(&t->base, sqlite_fold(strbuf_str(&b))))
        strbuf_addc(&b, '_');
    return strbuf_str(&b);
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

/* What is stored: columns that are not computed. */
static size_t stored_columns(struct sqd *s, const struct table *t, const struct column ***out)
{
    size_t n = 0;

    *out = arena_array(s->scratch, const struct column *, t->base.children.len + 1);
    for (size_t i = 0; i < t->base.children.len; i++) {
        const struct object *o = t->base.children.items[i];
        if (o->kind == KIND_COLUMN && !column_is_generated((const struct column *)o))
            (*out)[n++] = (const struct column *)o;
    }
    return n;
}

static void park_table(struct sqd *s, const struct table *t)
{
    const struct column **columns;
    const struct primary_key *pk = table_primary_key(&t->base);
    size_t n = stored_columns(s, t, &columns);
    struct park_key key;
    struct strbuf q;
    bool rowid = rowid_is_hidden(t);
    struct flash_str rowid_column = rowid ? park_rowid_column(s, t) : STR_NULL;

    sqd_strbuf(s, &q);
    strbuf_adds(&q, "SELECT ");
    if (rowid)
        sqd_add(s, &q, "%I AS %I, ", rowid_name(t), rowid_column);
    for (size_t i = 0; i < n; i++)
        sqd_add(s, &q, "%s%I", i > 0 ? ", " : "", columns[i]->base.name.spelling);
    sqd_add(s, &q, " FROM %I", t->base.name.spelling);
    park_key_of(s, t, NULL, &key);
    struct parked p = {.kind = "table",
        .table = &t->base,
        .definition = sqd_create_text(s, &t->base),
        .keys = park_key_json(s, &key),
        .columns = json_names(s, columns, n, rowid_column),
        .counter = pk && pk->autoincrement};
    fill_parked(s, &p, strbuf_str(&q), sqd_cause(s, "park %.*s", STR_ARG(sqd_title(s, &t->base))));
    map_put_ptr(s->scratch, &s->parked, t, s);
}

static void add_key_columns(
    struct sqd *s, struct strbuf *q, const struct park_key *key, const char *of)
{
    for (size_t i = 0; i < key->n; i++)
        sqd_add(s, q, "%s%I, ", of, key->columns[i]->base.name.spelling);
}

/* A row without a parked value gets the default, which for a column without one is NULL. */
static void park_column(struct sqd *s, const struct table_unit *u, const struct column *c)
{
    struct park_key key;
    struct strbuf q;
    struct flash_str name = c->base.name.spelling;

    if (!park_key_of(s, u->from, u, &key))
        return;
    sqd_strbuf(s, &q);
    strbuf_adds(&q, "SELECT ");
    add_key_columns(s, &q, &key, "");
    sqd_add(s, &q, "%I FROM %I", name, u->from->base.name.spelling);
    if (!c->def)
        sqd_add(s, &q, " WHERE %I IS NOT NULL", name);
    struct parked p = {.kind = "column",
        .table = &u->from->base,
        .column = name,
        .definition = column_definition(s, c),
        .keys = park_key_json(s, &key),
        .columns = json_names(s, &c, 1, STR_NULL)};
    fill_parked(s, &p, strbuf_str(&q), sqd_cause(s, "park %.*s", STR_ARG(sqd_title(s, &c->base))));
    map_put_ptr(s->scratch, &s->parked, c, s);
}

static void park_unit(struct sqd *s, const struct table_unit *u)
{
    if (!u->from || unit_is_virtual(u->from))
        return;
    if (u->how == UNIT_DROP || u->how == UNIT_REPLACE) {
        const struct primary_key *pk = table_primary_key(&u->from->base);
        if (sqd_has_rows(s, &u->from->base) || (pk && pk->autoincrement))
            park_table(s, u->from);
        return;
    }
    for (size_t i = 0; i < u->npairs; i++)
        if (column_loses_values(&u->pairs[i]) && sqd_has_rows(s, &u->from->base))
            park_column(s, u, u->pairs[i].from);
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
    return s->opt->data == DATA_PARK && park_key_of(s, u->to, NULL, &key);
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

/* Old and new rows side by side: by rowid where both have one, else by the key. */
static bool add_row_match(struct sqd *s, struct strbuf *q, const struct table_unit *u)
{
    const struct primary_key *pk = table_primary_key(&u->to->base);

    if (rowids_are_kept(u)) {
        sqd_add(s, q, "n.%I = o.%I", rowid_name(u->to), rowid_name(u->from));
        return true;
    }
    for (size_t i = 0; pk && i < pk->keys.len; i++)
        sqd_add(s, q, "%sn.%I = o.%I", i > 0 ? " AND " : "", pk->keys.items[i].column.spelling,
            pk->keys.items[i].column.spelling);
    return pk != NULL;
}

static bool value_may_change(const struct table_unit *u, const struct column_pair *p)
{
    if (!p->from || !p->to || column_is_generated(p->from) || column_is_generated(p->to))
        return false;
    return (p->to->not_null && !p->from->not_null) ||
           !affinity_keeps(affinity_of(u->from, p->from), affinity_of(u->to, p->to));
}

static void park_values(
    struct sqd *s, const struct table_unit *u, size_t i, struct flash_str new_name)
{
    const struct column_pair *p = &u->pairs[i];
    struct flash_str old = u->current[i], new = p->to->base.name.spelling;
    struct park_key key;
    struct strbuf q;

    if (!park_key_of(s, u->to, NULL, &key))
        return;
    sqd_strbuf(s, &q);
    strbuf_adds(&q, "SELECT ");
    add_key_columns(s, &q, &key, "n.");
    sqd_add(s, &q, "o.%I AS _flash_old, n.%I AS _flash_new FROM %I AS o JOIN %I AS n ON ", old, new,
        u->to->base.name.spelling, new_name);
    if (!add_row_match(s, &q, u))
        return;
    strbuf_adds(&q, " WHERE ");
    add_value_filter(s, &q, affinity_of(u->from, p->from), old, new);
    struct parked parked = {.kind = "value",
        .table = &u->from->base,
        .column = p->from->base.name.spelling,
        .definition = column_definition(s, p->from),
        .keys = park_key_json(s, &key),
        .columns = STR("[\"_flash_old\",\"_flash_new\"]")};
    fill_parked(s, &parked, strbuf_str(&q),
        sqd_cause(s, "park values of %.*s", STR_ARG(sqd_title(s, &p->from->base))));
}

void park_converted_values(struct sqd *s, const struct table_unit *u, struct flash_str new_name)
{
    if (s->opt->data != DATA_PARK || !sqd_has_rows(s, &u->from->base))
        return;
    for (size_t i = 0; i < u->npairs; i++)
        if (value_may_change(u, &u->pairs[i]))
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

#include "dialect/sqlite/park-return.h"

#include <stdlib.h>

#include "base/str.h"
#include "dialect/sqlite/ddl-column.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/park-clean.h"

static int newest_first(const void *va, const void *vb)
{
    const struct park_entry *a = *(const struct park_entry *const *)va;
    const struct park_entry *b = *(const struct park_entry *const *)vb;
    return (a->n < b->n) - (a->n > b->n);
}

static const struct column_pair *pair_of_target(
    const struct table_unit *u, const struct symbol *key)
{
    for (size_t i = 0; i < u->npairs; i++)
        if (u->pairs[i].to && u->pairs[i].to->base.name.key == key)
            return &u->pairs[i];
    return NULL;
}

static struct park_return *add_return(struct sqd *s, enum return_kind kind,
    const struct park_entry *e, struct table_unit *u, const struct column *c)
{
    struct park_return *r = vec_push(s->scratch, &s->returns->list);
    r->kind = kind;
    r->entry = e;
    r->unit = u;
    r->column = c;
    return r;
}

static bool same_key(
    struct sqd *s, const struct table_unit *u, const struct park_entry *e, struct park_key *key)
{
    return park_key_of(s, u->to, u, key) && str_eq(park_key_json(s, key), e->keys);
}

static void find_table(struct sqd *s, const struct park_entry *e, struct table_unit *u)
{
    if (u->how != UNIT_CREATE && u->how != UNIT_REPLACE)
        return;
    if (!str_eq(sqd_create_text(s, &u->to->base), e->definition))
        return;
    struct park_return *r = add_return(s, RETURN_TABLE, e, u, NULL);
    u->rows_return = true;
    park_key_of(s, u->to, NULL, &r->key);
}

static void find_column(struct sqd *s, const struct park_entry *e, struct table_unit *u)
{
    const struct column_pair *p = pair_of_target(u, sqlite_fold(e->column));
    struct park_key key;

    if (!u->from || !p || !column_gains_values(p) || unit_is_virtual(u->to) ||
        !str_eq(column_definition(s, p->to), e->definition) || !same_key(s, u, e, &key))
        return;
    struct park_return *r = add_return(s, RETURN_COLUMN, e, u, p->to);
    r->key = key;
    r->in_copy = p->to->not_null && !column_has_default(p->to) && !park_return_in_copy(s, u, p->to);
}

static void find_value(struct sqd *s, const struct park_entry *e, struct table_unit *u)
{
    const struct column_pair *p = pair_of_target(u, sqlite_fold(e->column));
    struct park_key key;

    if (!p || !p->from || column_is_generated(p->from) || column_is_generated(p->to) ||
        !str_eq(column_definition(s, p->to), e->definition) ||
        str_eq(column_definition(s, p->from), e->definition) || !same_key(s, u, e, &key))
        return;
    add_return(s, RETURN_VALUE, e, u, p->to)->key = key;
}

static const struct {
    const char *kind;
    void (*find)(struct sqd *s, const struct park_entry *e, struct table_unit *u);
} finders[] = {{"table", find_table}, {"column", find_column}, {"value", find_value}};

static void find_return(struct sqd *s, const struct park_entry *e)
{
    const struct symbol *key = sqlite_fold(e->table);
    const struct object *t = key ? schema_find(s->to, KIND_TABLE, sqlite_main(), key) : NULL;
    struct table_unit *u = t ? unit_find(s, t) : NULL;

    for (size_t i = 0; u && u->to && i < ARRAY_LEN(finders); i++)
        if (str_eq(e->kind, str_from(finders[i].kind)))
            finders[i].find(s, e, u);
}

void park_find_returns(struct sqd *s)
{
    const struct park_list *l = s->opt->parked;
    size_t n = l ? l->len : 0;
    const struct park_entry **sorted = arena_array(s->scratch, const struct park_entry *, n + 1);

    s->returns = arena_new(s->scratch, struct park_returns);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &l->items[i];
    if (n > 1)
        qsort(sorted, n, sizeof(*sorted), newest_first);
    for (size_t i = 0; i < n; i++)
        find_return(s, sorted[i]);
}

bool park_returns_column(const struct sqd *s, const struct table_unit *u, const struct column *c)
{
    for (size_t i = 0; i < s->returns->list.len; i++) {
        const struct park_return *r = &s->returns->list.items[i];
        if (r->kind == RETURN_COLUMN && r->unit == u && r->column == c)
            return true;
    }
    return false;
}

const struct park_return *park_return_in_copy(
    const struct sqd *s, const struct table_unit *u, const struct column *c)
{
    for (size_t i = 0; i < s->returns->list.len; i++) {
        const struct park_return *r = &s->returns->list.items[i];
        if (r->in_copy && r->unit == u && r->column == c)
            return r;
    }
    return NULL;
}

/* The parked columns get names of their own, so that --fill expressions still mean the table's. */
void park_joins_of_copy(struct sqd *s, const struct table_unit *u, struct strbuf *out)
{
    for (size_t i = 0; i < s->returns->list.len; i++) {
        const struct park_return *r = &s->returns->list.items[i];
        if (!r->in_copy || r->unit != u)
            continue;
        uint64_t n = r->entry->n;
        strbuf_adds(out, " LEFT JOIN (SELECT ");
        for (size_t k = 0; k < r->key.n; k++)
            sqd_add(s, out, "%I AS _flash_key_%u_%u, ", r->key.columns[k]->base.name.spelling, n,
                (uint64_t)k);
        sqd_add(s, out, "%I AS _flash_value_%u FROM %I) ON ", r->column->base.name.spelling, n,
            park_table_name(s, n));
        for (size_t k = 0; k < r->key.n; k++)
            sqd_add(s, out, "%s_flash_key_%u_%u = o.%I", k > 0 ? " AND " : "", n, (uint64_t)k,
                r->key.columns[k]->base.name.spelling);
    }
}

struct flash_str park_value_in_copy(
    struct sqd *s, const struct table_unit *u, const struct column *c)
{
    const struct park_return *r = park_return_in_copy(s, u, c);
    return r ? sqd_text(s, "_flash_value_%u", r->entry->n) : STR_NULL;
}

static struct flash_str return_cause(struct sqd *s, const struct park_return *r)
{
    const struct object *o = r->column ? &r->column->base : &r->unit->to->base;
    return sqd_cause(s, "return %s of %.*s", r->kind == RETURN_TABLE ? "rows" : "values",
        STR_ARG(sqd_title(s, o)));
}

static void data_step(struct sqd *s, const struct park_return *r, struct flash_str sql)
{
    struct step *step = sqd_step(s, STEP_DATA, &r->unit->to->base, return_cause(s, r), sql);
    step->scans = true;
}

void park_add_key_match(struct sqd *s, struct strbuf *b, const struct park_return *r)
{
    struct flash_str t = r->unit->to->base.name.spelling;
    for (size_t i = 0; i < r->key.n; i++) {
        struct flash_str name = r->key.columns[i]->base.name.spelling;
        sqd_add(s, b, "%s%I.%I = _flash_p.%I", i > 0 ? " AND " : "", t, name, name);
    }
}

/* The counter was kept in the catalogue; it may be ahead of all rows. */
static void restore_counter(struct sqd *s, const struct park_return *r)
{
    const struct primary_key *pk = table_primary_key(&r->unit->to->base);
    struct flash_str name = r->unit->to->base.name.spelling;

    if (!pk || !pk->autoincrement)
        return;
    data_step(s, r,
        sqd_text(s,
            "UPDATE sqlite_sequence SET seq = max(sqlite_sequence.seq, _flash_p.seq) FROM "
            "_flash_parked AS _flash_p WHERE "
            "sqlite_sequence.name = %Q AND _flash_p.n = %u AND _flash_p.seq IS NOT NULL",
            name, r->entry->n));
    data_step(s, r,
        sqd_text(s,
            "INSERT INTO sqlite_sequence (name, seq) SELECT %Q, seq FROM _flash_parked WHERE n = "
            "%u AND "
            "seq IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %Q)",
            name, r->entry->n, name));
}

static void insert_rows(struct sqd *s, const struct park_return *r)
{
    struct park_row row;
    struct strbuf b;

    park_row_of(s, r->unit->to, &row);
    sqd_strbuf(s, &b);
    sqd_add(s, &b, "INSERT OR IGNORE INTO %I (", r->unit->to->base.name.spelling);
    if (row.rowid.len > 0)
        sqd_add(s, &b, "%I, ", row.rowid);
    park_row_add_names(s, &b, &row, "");
    strbuf_adds(&b, ") SELECT ");
    if (row.rowid.len > 0)
        sqd_add(s, &b, "%I, ", row.rowid_column);
    park_row_add_names(s, &b, &row, "");
    sqd_add(s, &b, " FROM %I", park_table_name(s, r->entry->n));
    data_step(s, r, strbuf_str(&b));
    restore_counter(s, r);
}

static void update_column(struct sqd *s, const struct park_return *r)
{
    struct flash_str c = r->column->base.name.spelling;
    struct strbuf b;

    if (park_return_in_copy(s, r->unit, r->column))
        return;
    sqd_strbuf(s, &b);
    sqd_add(s, &b, "UPDATE OR IGNORE %I SET %I = _flash_p.%I FROM %I AS _flash_p WHERE ",
        r->unit->to->base.name.spelling, c, c, park_table_name(s, r->entry->n));
    park_add_key_match(s, &b, r);
    data_step(s, r, strbuf_str(&b));
}

/* Text that was converted compares with what stands there now as the column would. */
static void update_value(struct sqd *s, const struct park_return *r)
{
    struct flash_str t = r->unit->to->base.name.spelling, c = r->column->base.name.spelling;
    struct strbuf b;

    sqd_strbuf(s, &b);
    sqd_add(s, &b, "UPDATE OR IGNORE %I SET %I = _flash_p._flash_old FROM %I AS _flash_p WHERE ", t,
        c, park_table_name(s, r->entry->n));
    park_add_key_match(s, &b, r);
    sqd_add(s, &b, " AND %I.%I COLLATE BINARY IS _flash_p._flash_new", t, c);
    data_step(s, r, strbuf_str(&b));
}

static void delete_rows(struct sqd *s, const struct park_return *r)
{
    struct park_row row;
    struct strbuf b;

    park_row_of(s, r->unit->to, &row);
    sqd_strbuf(s, &b);
    sqd_add(s, &b, "DELETE FROM %I AS _flash_p WHERE EXISTS (SELECT 1 FROM %I AS t WHERE ",
        park_table_name(s, r->entry->n), r->unit->to->base.name.spelling);
    if (row.rowid.len > 0)
        sqd_add(s, &b, "t.%I = _flash_p.%I AND ", row.rowid, row.rowid_column);
    for (size_t i = 0; i < row.nkeys; i++)
        sqd_add(s, &b, "t.%I = _flash_p.%I AND ", row.keys[i], row.keys[i]);
    for (size_t i = 0; i < row.n; i++)
        sqd_add(s, &b, "%s_flash_p.%I IS t.%I", i > 0 ? " AND " : "", row.names[i], row.names[i]);
    strbuf_addc(&b, ')');
    data_step(s, r, strbuf_str(&b));
}

/* Of values also those whose row got another one in the meantime: that one counts. */
static void delete_values(struct sqd *s, const struct park_return *r)
{
    struct flash_str t = r->unit->to->base.name.spelling, c = r->column->base.name.spelling;
    struct strbuf b;

    sqd_strbuf(s, &b);
    sqd_add(s, &b, "DELETE FROM %I AS _flash_p WHERE EXISTS (SELECT 1 FROM %I WHERE ",
        park_table_name(s, r->entry->n), t);
    park_add_key_match(s, &b, r);
    if (r->kind == RETURN_COLUMN)
        sqd_add(s, &b, " AND _flash_p.%I IS %I.%I)", c, t, c);
    else
        sqd_add(s, &b,
            " AND NOT (_flash_p._flash_new IS %I.%I AND _flash_p._flash_old IS NOT %I.%I))", t, c,
            t, c);
    data_step(s, r, strbuf_str(&b));
}

static void settle(struct sqd *s, const struct park_return *r)
{
    data_step(s, r,
        sqd_text(s,
            "UPDATE _flash_parked SET rows = (SELECT count(*) FROM %I), kind = CASE WHEN EXISTS "
            "(SELECT 1 "
            "FROM %I) THEN '%s' ELSE 'done' END WHERE n = %u",
            park_table_name(s, r->entry->n), park_table_name(s, r->entry->n),
            r->kind == RETURN_TABLE ? "table" : "kept", r->entry->n));
}

typedef void return_step(struct sqd *s, const struct park_return *r);

static void each_return(struct sqd *s, unsigned kinds, return_step *f)
{
    for (size_t i = 0; i < s->returns->list.len; i++)
        if (kinds & 1u << s->returns->list.items[i].kind)
            f(s, &s->returns->list.items[i]);
}

/* The newest has the last word. */
static void each_return_back(struct sqd *s, unsigned kinds, return_step *f)
{
    for (size_t i = s->returns->list.len; i-- > 0;)
        if (kinds & 1u << s->returns->list.items[i].kind)
            f(s, &s->returns->list.items[i]);
}

#define TABLES  (1u << RETURN_TABLE)
#define COLUMNS (1u << RETURN_COLUMN)
#define VALUES  (1u << RETURN_VALUE)

void park_come_back(struct sqd *s)
{
    for (size_t i = 0; i < s->returns->list.len; i++)
        object_list_add(s->scratch, &s->moved,
            (struct object *)(uintptr_t)&s->returns->list.items[i].unit->to->base);
    each_return(s, TABLES, insert_rows);
    each_return_back(s, COLUMNS, update_column);
    each_return_back(s, VALUES, update_value);
    park_clean(s);
    each_return(s, TABLES, delete_rows);
    each_return(s, COLUMNS | VALUES, delete_values);
    each_return(s, TABLES | COLUMNS | VALUES, settle);
}

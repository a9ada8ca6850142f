#include "dialect/sqlite/park-return.h"

#include <stdlib.h>

#include "base/str.h"
#include "dialect/sqlite/ddl-column.h"
#include "dialect/sqlite/ddl-mention.h"
#include "dialect/sqlite/ddl-rebuild.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/park-accept.h"
#include "dialect/sqlite/park-clean.h"
#include "dialect/sqlite/park-copy.h"
#include "dialect/sqlite/park-index.h"

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
    struct park_return *r = arena_new(s->scratch, struct park_return);
    *vec_push(s->scratch, &s->returns->list) = *vec_push(s->scratch, &u->returns.list) = r;
    r->kind = kind;
    r->entry = e;
    r->unit = u;
    r->column = c;
    return r;
}

static bool same_key(struct sqd *s, const struct table_unit *u, const struct park_entry *e,
    enum park_key_flags flags, struct park_key *key)
{
    return park_key_of(s, u->to, u, flags, key) && str_eq(park_key_json(s, key), e->keys);
}

static void find_table(struct sqd *s, const struct park_entry *e, struct table_unit *u)
{
    if (u->how != UNIT_CREATE && u->how != UNIT_REPLACE)
        return;
    if (!str_eq(sqd_create_text(s, &u->to->base), e->definition))
        return;
    struct park_return *r = add_return(s, RETURN_TABLE, e, u, NULL);
    u->rows_return = true;
    park_key_of(s, u->to, NULL, 0, &r->key);
}

/* alike: whose values nothing of the very same definition waits for. */
static void return_column(
    struct sqd *s, const struct park_entry *e, struct table_unit *u, bool alike)
{
    const struct column_pair *p = pair_of_target(u, sqlite_fold(e->column));
    struct park_key key;

    if (!u->from || !p || !column_gains_values(p) || unit_is_virtual(u->to))
        return;
    if (alike ? park_returns_column(u, p->to) || !park_accepts(s, u->to, p->to, e->definition)
              : !str_eq(column_definition(s, p->to), e->definition))
        return;
    /* A key or check that came meanwhile may refuse them all: then --fill is the way on. */
    if (!same_key(s, u, e, 0, &key) ||
        (alike && park_must_be_in_copy(s, u, p->to) && sqd_fill(s, &u->to->base, &p->to->base)))
        return;
    struct park_return *r = add_return(s, RETURN_COLUMN, e, u, p->to);
    r->alike = alike;
    r->key = key;
    r->rowids = str_starts(e->columns, STR("[\"" PARK_ROWID "\""));
    r->in_copy = park_must_be_in_copy(s, u, p->to) && !park_return_in_copy(u, p->to);
}

static void find_column(struct sqd *s, const struct park_entry *e, struct table_unit *u)
{
    return_column(s, e, u, false);
}

static void find_like_column(struct sqd *s, const struct park_entry *e, struct table_unit *u)
{
    return_column(s, e, u, true);
}

static void find_value(struct sqd *s, const struct park_entry *e, struct table_unit *u)
{
    const struct column_pair *p = pair_of_target(u, sqlite_fold(e->column));
    struct park_key key;

    if (u->how != UNIT_REBUILD || !p || !p->from || column_is_generated(p->from) ||
        column_is_generated(p->to) || !str_eq(column_definition(s, p->to), e->definition) ||
        str_eq(column_definition(s, p->from), e->definition) ||
        !same_key(s, u, e, PARK_KEY_CONVERTED, &key))
        return;
    struct park_return *r = add_return(s, RETURN_VALUE, e, u, p->to);
    r->key = key;
    r->rowids = str_starts(e->columns, STR("[\"" PARK_ROWID "\""));
    r->in_copy = !park_return_in_copy(u, p->to);
}

static void find_counter(struct sqd *s, const struct park_entry *e, struct table_unit *u)
{
    const struct primary_key *from = u->from ? table_primary_key(&u->from->base) : NULL;
    const struct primary_key *to = table_primary_key(&u->to->base);

    if (u->from && !(from && from->autoincrement) && to && to->autoincrement)
        add_return(s, RETURN_COUNTER, e, u, NULL);
}

struct finder {
    const char *kind;
    void (*find)(struct sqd *s, const struct park_entry *e, struct table_unit *u);
};
static const struct finder finders[] = {{"table", find_table}, {"column", find_column},
    {"value", find_value}, {"counter", find_counter}};
static const struct finder like_finders[] = {{"column", find_like_column}};

static void find_return(
    struct sqd *s, const struct park_entry *e, const struct finder *list, size_t n)
{
    const struct symbol *key = sqlite_fold(e->table);
    const struct object *t = key ? schema_find(s->to, KIND_TABLE, sqlite_main(), key) : NULL;
    struct table_unit *u = t ? unit_find(s, t) : NULL;

    for (size_t i = 0; u && u->to && i < n; i++)
        if (str_eq(e->kind, str_from(list[i].kind)))
            list[i].find(s, e, u);
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
        find_return(s, sorted[i], finders, ARRAY_LEN(finders));
    for (size_t i = 0; i < n; i++)
        find_return(s, sorted[i], like_finders, ARRAY_LEN(like_finders));
}

bool park_returns_column(const struct table_unit *u, const struct column *c)
{
    for (size_t i = 0; i < u->returns.list.len; i++) {
        const struct park_return *r = u->returns.list.items[i];
        if (r->kind == RETURN_COLUMN && r->column == c)
            return true;
    }
    return false;
}

static struct flash_str return_cause(struct sqd *s, const struct park_return *r)
{
    const struct object *o = r->column ? &r->column->base : &r->unit->to->base;
    static const char *const words[] = {"rows", "values", "values", "the counter"};
    return sqd_cause(s, "return %s of %.*s", words[r->kind], STR_ARG(sqd_title(s, o)));
}

static void data_step(struct sqd *s, const struct park_return *r, struct flash_str sql)
{
    struct step *step = sqd_step(s, STEP_DATA, &r->unit->to->base, return_cause(s, r), sql);
    step->scans = true;
}

/* The name that a column of the target has in the database before the plan. */
static struct flash_str name_before(const struct table_unit *u, const struct column *to)
{
    for (size_t i = 0; i < u->npairs; i++)
        if (u->pairs[i].to == to && u->pairs[i].from)
            return u->pairs[i].from->base.name.spelling;
    return to->base.name.spelling;
}

/* After a rebuild that gave rows new rowids, those of NULL keys are not found again. */
static struct flash_str rowid_at(const struct park_return *r, enum park_moment when)
{
    const struct table_unit *u = r->unit;

    if (!r->rowids)
        return STR_NULL;
    if (when == PARK_BEFORE)
        return rowid_name(u->from);
    return u->how != UNIT_REBUILD || rowids_are_kept(u) ? rowid_name(u->to) : STR_NULL;
}

void park_match_of(struct sqd *s, const struct park_return *r, enum park_moment when,
    struct flash_str left, struct park_match *out)
{
    const struct table_unit *u = r->unit;
    const struct table *t = when == PARK_BEFORE ? u->from : u->to;

    *out = (struct park_match){.left = left, .right = STR("_flash_p."), .n = r->key.n};
    if (left.len == 0)
        out->left = sqd_text(s, "%I.", t->base.name.spelling);
    out->left_names = arena_array(s->scratch, struct flash_str, r->key.n + 1);
    out->right_names = arena_array(s->scratch, struct flash_str, r->key.n + 1);
    for (size_t i = 0; i < r->key.n; i++) {
        const struct column *c = r->key.columns[i];
        out->right_names[i] = c->base.name.spelling;
        out->left_names[i] = when == PARK_BEFORE ? name_before(u, c) : c->base.name.spelling;
    }
    out->left_rowid = rowid_at(r, when);
    out->right_rowid = STR(PARK_ROWID);
}

static void add_match(
    struct sqd *s, struct strbuf *b, const struct park_return *r, enum park_moment when)
{
    struct park_match m;
    park_match_of(s, r, when, STR_NULL, &m);
    park_add_match(s, b, &m);
}

/* source: a table or query that gives seq. It may be ahead of all rows. */
static void raise_counter(struct sqd *s, const struct park_return *r, struct flash_str source)
{
    struct flash_str name = r->unit->to->base.name.spelling;

    data_step(s, r,
        sqd_text(s,
            "UPDATE sqlite_sequence SET seq = max(sqlite_sequence.seq, _flash_p.seq) FROM %T AS "
            "_flash_p WHERE sqlite_sequence.name = %Q AND _flash_p.seq IS NOT NULL",
            source, name));
    data_step(s, r,
        sqd_text(s,
            "INSERT INTO sqlite_sequence (name, seq) SELECT %Q, seq FROM %T AS _flash_p WHERE seq "
            "IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %Q)",
            name, source, name));
}

static void restore_counter(struct sqd *s, const struct park_return *r)
{
    const struct primary_key *pk = table_primary_key(&r->unit->to->base);

    if (pk && pk->autoincrement)
        raise_counter(
            s, r, sqd_text(s, "(SELECT seq FROM _flash_parked WHERE n = %u)", r->entry->n));
}

static void return_counter(struct sqd *s, const struct park_return *r)
{
    struct flash_str source = park_table_name(s, r->entry->n);

    raise_counter(s, r, source);
    data_step(s, r, sqd_text(s, "DELETE FROM %I", source));
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

    if (park_return_in_copy(r->unit, r->column))
        return;
    sqd_strbuf(s, &b);
    sqd_add(s, &b, "UPDATE OR IGNORE %I SET %I = _flash_p.%I FROM %I AS _flash_p WHERE ",
        r->unit->to->base.name.spelling, c, c, park_table_name(s, r->entry->n));
    add_match(s, &b, r, PARK_AFTER);
    park_add_accepted(s, &b, r, sqd_text(s, "_flash_p.%I", c));
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

static void delete_values(struct sqd *s, const struct park_return *r)
{
    struct flash_str t = r->unit->to->base.name.spelling, c = r->column->base.name.spelling;
    struct strbuf b;

    sqd_strbuf(s, &b);
    sqd_add(s, &b, "DELETE FROM %I AS _flash_p WHERE EXISTS (SELECT 1 FROM %I WHERE ",
        park_table_name(s, r->entry->n), t);
    add_match(s, &b, r, PARK_AFTER);
    sqd_add(
        s, &b, " AND _flash_p.%I IS %I.%I)", r->kind == RETURN_VALUE ? STR("_flash_old") : c, t, c);
    data_step(s, r, strbuf_str(&b));
}

/* Rows that got another value in the meantime: that one counts. Asked while the column still is
 * what the values were converted for. */
static void delete_superseded(struct sqd *s, const struct park_return *r)
{
    struct flash_str t = r->unit->from->base.name.spelling;
    struct strbuf b;

    sqd_strbuf(s, &b);
    sqd_add(s, &b, "DELETE FROM %I AS _flash_p WHERE EXISTS (SELECT 1 FROM %I WHERE ",
        park_table_name(s, r->entry->n), t);
    add_match(s, &b, r, PARK_BEFORE);
    sqd_add(s, &b, " AND %I.%I COLLATE BINARY IS NOT _flash_p._flash_new)", t,
        name_before(r->unit, r->column));
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
        if (kinds & 1u << s->returns->list.items[i]->kind)
            f(s, s->returns->list.items[i]);
}

/* The newest has the last word. */
static void each_return_back(struct sqd *s, unsigned kinds, return_step *f)
{
    for (size_t i = s->returns->list.len; i-- > 0;)
        if (kinds & 1u << s->returns->list.items[i]->kind)
            f(s, s->returns->list.items[i]);
}

#define TABLES  (1u << RETURN_TABLE)
#define COLUMNS (1u << RETURN_COLUMN)
#define VALUES  (1u << RETURN_VALUE)
#define COUNTER (1u << RETURN_COUNTER)

void park_before_return(struct sqd *s)
{
    each_return(s, VALUES, delete_superseded);
}

void park_come_back(struct sqd *s)
{
    for (size_t i = 0; i < s->returns->list.len; i++)
        object_list_add(s->scratch, &s->moved,
            (struct object *)(uintptr_t)&s->returns->list.items[i]->unit->to->base);
    each_return(s, TABLES, insert_rows);
    each_return_back(s, COLUMNS, update_column);
    park_clean(s);
    park_clear_clashes(s);
    each_return(s, TABLES, delete_rows);
    each_return(s, COLUMNS | VALUES, delete_values);
    each_return(s, COUNTER, return_counter);
    each_return(s, TABLES | COLUMNS | VALUES | COUNTER, settle);
}

#include "dialect/sqlite/park-clean.h"

#include "base/str.h"
#include "dialect/sqlite/ddl-mention.h"
#include "dialect/sqlite/ddl-rebuild.h"

#define VERSION_RECURSION 3034000u /* several recursive terms */

/* A table that came back. */
struct returned {
    const struct table *t;
    bool done;
};
struct clean {
    struct sqd *s;
    VEC(struct returned) tables;
    struct map at; /* table to returned */
};

/* The columns of the parent that fk means: false where SQLite itself would not know. */
static bool parent_columns(const struct table *parent, const struct foreign_key *fk,
    struct name_list *out, struct arena *a)
{
    const struct primary_key *pk = table_primary_key(&parent->base);

    *out = fk->ref_columns;
    if (fk->ref_columns.len == 0 && pk) {
        out->len = pk->keys.len;
        out->items = arena_array(a, struct name, pk->keys.len + 1);
        for (size_t i = 0; i < pk->keys.len; i++)
            out->items[i] = pk->keys.items[i].column;
    }
    return out->len == fk->columns.len;
}

static const struct table *parent_of(
    const struct sqd *s, const struct table *t, const struct foreign_key *fk)
{
    return (const struct table *)schema_find(s->to, KIND_TABLE, t->base.ns.key, fk->ref_table.key);
}

/* q.k1 = t.c1 AND ... */
static void add_match(struct sqd *s, struct strbuf *b, const struct name_list *parent,
    const struct table *t, const struct foreign_key *fk)
{
    for (size_t i = 0; i < parent->len; i++)
        sqd_add(s, b, "%s_flash_q.%I = %I.%I", i > 0 ? " AND " : "", parent->items[i].spelling,
            t->base.name.spelling, fk->columns.items[i].spelling);
}

/* Rows of t that fk refuses; false when nothing can be said. */
static bool add_violation(
    struct sqd *s, struct strbuf *b, const struct table *t, const struct foreign_key *fk)
{
    const struct table *parent = parent_of(s, t, fk);
    struct name_list columns = {0};

    if (parent && !parent_columns(parent, fk, &columns, s->scratch))
        return false;
    strbuf_addc(b, '(');
    for (size_t i = 0; i < fk->columns.len; i++)
        sqd_add(s, b, "%s%I.%I IS NOT NULL", i > 0 ? " AND " : "", t->base.name.spelling,
            fk->columns.items[i].spelling);
    if (parent) {
        sqd_add(s, b, " AND NOT EXISTS (SELECT 1 FROM %I AS _flash_q WHERE ",
            parent->base.name.spelling);
        add_match(s, b, &columns, t, fk);
        strbuf_addc(b, ')');
    }
    strbuf_addc(b, ')');
    return true;
}

static const struct foreign_key *as_fk(const struct object *o)
{
    return o->kind == KIND_FOREIGN_KEY ? (const struct foreign_key *)o : NULL;
}

/* All of them, with OR between. False when t has none. */
static bool add_violations(struct sqd *s, struct strbuf *b, const struct table *t)
{
    bool any = false;
    for (size_t i = 0; i < t->base.children.len; i++) {
        const struct foreign_key *fk = as_fk(t->base.children.items[i]);
        size_t before = b->len;
        if (!fk)
            continue;
        if (any)
            strbuf_adds(b, " OR ");
        if (add_violation(s, b, t, fk))
            any = true;
        else
            strbuf_truncate(b, before);
    }
    return any;
}

static void clean_step(
    struct sqd *s, const struct table *t, enum step_kind kind, struct flash_str sql)
{
    struct step *step = sqd_step(s, kind, &t->base,
        sqd_cause(s, "keep parked what has no parent, of %.*s", STR_ARG(sqd_title(s, &t->base))),
        sql);
    step->scans = true;
}

static void delete_violations(struct sqd *s, const struct table *t)
{
    struct strbuf b;

    sqd_strbuf(s, &b);
    sqd_add(s, &b, "DELETE FROM %I WHERE ", t->base.name.spelling);
    if (add_violations(s, &b, t))
        clean_step(s, t, STEP_DATA, strbuf_str(&b));
}

static struct returned *find(const struct clean *c, const struct table *t)
{
    return t ? map_get_ptr(&c->at, t) : NULL;
}

struct clean_edges {
    VEC(struct topo_edge) list;
};

static void add_edges(struct clean *c, uint32_t child, struct clean_edges *out)
{
    const struct table *t = c->tables.items[child].t;

    for (size_t i = 0; i < t->base.children.len; i++) {
        const struct foreign_key *fk = as_fk(t->base.children.items[i]);
        const struct returned *parent = fk ? find(c, parent_of(c->s, t, fk)) : NULL;
        if (parent)
            *vec_push(c->s->scratch, &out->list) =
                (struct topo_edge){(uint32_t)(parent - c->tables.items), child};
    }
}

/* Parents first; what is left over goes round in circles, or stands behind one. */
static void clean_in_order(struct clean *c)
{
    size_t n = c->tables.len, ncycle = 0;
    uint32_t *order = arena_array(c->s->scratch, uint32_t, n + 1), *cycle = NULL;
    struct clean_edges edges = {0};

    for (size_t i = 0; i < n; i++) {
        order[i] = UINT32_MAX;
        add_edges(c, (uint32_t)i, &edges);
    }
    topo_sort(
        n, edges.list.items, edges.list.len, c->s->perm, *c->s->scratch, order, &cycle, &ncycle);
    for (size_t i = 0; i < n && order[i] != UINT32_MAX; i++) {
        struct returned *r = &c->tables.items[order[i]];
        delete_violations(c->s, r->t);
        r->done = true;
    }
}

/* By what a row of the circle is known while bad ones are gathered. */
static struct flash_str row_name(const struct table *t)
{
    const struct primary_key *pk = table_primary_key(&t->base);
    struct flash_str rowid = rowid_name(t);

    if (rowid.len > 0 || !pk)
        return rowid;
    return pk->keys.len == 1 ? pk->keys.items[0].column.spelling : STR_NULL;
}

static bool can_gather(const struct clean *c)
{
    if (c->s->version < VERSION_RECURSION)
        return false;
    for (size_t i = 0; i < c->tables.len; i++)
        if (!c->tables.items[i].done && row_name(c->tables.items[i].t).len == 0)
            return false;
    return true;
}

static bool add_start(struct clean *c, struct strbuf *b, size_t i, bool first)
{
    const struct table *t = c->tables.items[i].t;
    size_t before = b->len;

    sqd_add(c->s, b, "%sSELECT %u, %I.%I FROM %I WHERE ", first ? "" : " UNION ", (uint64_t)i,
        t->base.name.spelling, row_name(t), t->base.name.spelling);
    if (add_violations(c->s, b, t))
        return true;
    strbuf_truncate(b, before);
    return false;
}

static void add_followers(struct clean *c, struct strbuf *b, size_t i)
{
    const struct table *t = c->tables.items[i].t;

    for (size_t k = 0; k < t->base.children.len; k++) {
        const struct foreign_key *fk = as_fk(t->base.children.items[k]);
        const struct table *parent = fk ? parent_of(c->s, t, fk) : NULL;
        const struct returned *r = find(c, parent);
        struct name_list columns;
        if (!r || r->done || !parent_columns(parent, fk, &columns, c->s->scratch))
            continue;
        sqd_add(c->s, b,
            " UNION SELECT %u, %I.%I FROM _flash_gone JOIN %I AS _flash_q ON _flash_gone.t = %u "
            "AND _flash_q.%I = _flash_gone.r JOIN %I "
            "ON ",
            (uint64_t)i, t->base.name.spelling, row_name(t), parent->base.name.spelling,
            (uint64_t)(r - c->tables.items), row_name(parent), t->base.name.spelling);
        add_match(c->s, b, &columns, t, fk);
    }
}

/* Circles: gather the bad rows and all that stand on them, then take them out. */
static void clean_circles(struct clean *c)
{
    struct strbuf b;
    const struct table *any = NULL;
    bool first = true;

    sqd_strbuf(c->s, &b);
    strbuf_adds(&b, "CREATE TABLE _flash_bad AS WITH RECURSIVE _flash_gone (t, r) AS (");
    for (size_t i = 0; i < c->tables.len; i++)
        if (!c->tables.items[i].done && add_start(c, &b, i, first)) {
            first = false;
            any = c->tables.items[i].t;
        }
    if (!any)
        return;
    for (size_t i = 0; i < c->tables.len; i++)
        if (!c->tables.items[i].done)
            add_followers(c, &b, i);
    strbuf_adds(&b, ") SELECT t, r FROM _flash_gone");
    clean_step(c->s, any, STEP_DATA, strbuf_str(&b));
    for (size_t i = 0; i < c->tables.len; i++) {
        const struct table *t = c->tables.items[i].t;
        if (!c->tables.items[i].done)
            clean_step(c->s, t, STEP_DATA,
                sqd_text(c->s, "DELETE FROM %I WHERE %I IN (SELECT r FROM _flash_bad WHERE t = %u)",
                    t->base.name.spelling, row_name(t), (uint64_t)i));
    }
    clean_step(c->s, any, STEP_DATA, STR("DROP TABLE _flash_bad"));
}

/* Without names for rows: as often as there are tables, which reaches all but very long chains;
 * what is left, the check before the commit finds. */
static void clean_by_rounds(struct clean *c)
{
    for (size_t round = 0; round <= c->tables.len; round++)
        for (size_t i = 0; i < c->tables.len; i++)
            if (!c->tables.items[i].done)
                delete_violations(c->s, c->tables.items[i].t);
}

static void clean_tables(struct sqd *s)
{
    struct clean c = {.s = s};
    bool left = false;

    for (size_t i = 0; i < s->returns->list.len; i++) {
        const struct park_return *r = s->returns->list.items[i];
        if (r->kind == RETURN_TABLE && !map_put_ptr(s->scratch, &c.at, r->unit->to, &c))
            vec_push(s->scratch, &c.tables)->t = r->unit->to;
    }
    for (size_t i = 0; i < c.tables.len; i++)
        map_put_ptr(s->scratch, &c.at, c.tables.items[i].t, &c.tables.items[i]);
    clean_in_order(&c);
    for (size_t i = 0; i < c.tables.len; i++)
        left = left || !c.tables.items[i].done;
    if (left && can_gather(&c))
        clean_circles(&c);
    else if (left)
        clean_by_rounds(&c);
}

static bool can_reset(const struct park_return *r)
{
    return r->kind == RETURN_VALUE || !r->column->not_null || column_has_default(r->column);
}

/* A value that came back and has no parent: what it would be had it not come back. */
static void reset_value(struct sqd *s, const struct park_return *r, const struct foreign_key *fk)
{
    struct flash_str t = r->unit->to->base.name.spelling, c = r->column->base.name.spelling;
    bool value = r->kind == RETURN_VALUE;
    struct flash_str old = value ? STR("_flash_old") : c;
    struct flash_str reset = STR("NULL");
    struct park_match m;
    struct strbuf b;

    if (value)
        reset = STR("_flash_p._flash_new");
    else if (column_has_default(r->column))
        reset = sqd_expression(s, r->column->def);
    sqd_strbuf(s, &b);
    sqd_add(s, &b, "UPDATE OR IGNORE %I SET %I = %T FROM %I AS _flash_p WHERE ", t, c, reset,
        park_table_name(s, r->entry->n));
    park_match_of(s, r, PARK_AFTER, STR_NULL, &m);
    park_add_match(s, &b, &m);
    sqd_add(s, &b, " AND _flash_p.%I IS %I.%I AND ", old, t, c);
    if (add_violation(s, &b, r->unit->to, fk))
        clean_step(s, r->unit->to, STEP_DATA, strbuf_str(&b));
}

static void clean_values(struct sqd *s, const struct park_return *r)
{
    const struct table *t = r->unit->to;

    for (size_t i = 0; i < t->base.children.len; i++) {
        const struct foreign_key *fk = as_fk(t->base.children.items[i]);
        if (fk && mention_in_names(&fk->columns, r->column->base.name.key))
            reset_value(s, r, fk);
    }
}

void park_clean(struct sqd *s)
{
    clean_tables(s);
    for (size_t i = 0; i < s->returns->list.len; i++) {
        const struct park_return *r = s->returns->list.items[i];
        if (r->column && can_reset(r))
            clean_values(s, r);
    }
}

#include "diff/resolve.h"

#include <assert.h>

#include "base/limits.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "sql/walk.h"

struct resolver {
    const struct rename_map *map;
    const struct object *table;
    bool changed;
};

static const struct symbol *fold(const struct resolver *r, struct ident id)
{
    return r->map->from->syntax->fold(id.text);
}

static bool same(const struct resolver *r, struct ident a, struct ident b)
{
    return a.text.len > 0 && b.text.len > 0 && fold(r, a) == fold(r, b);
}

static void set_ident(struct resolver *r, struct ident *id, const struct object *partner)
{
    if (partner == NULL || str_eq(id->text, partner->name.spelling))
        return;
    id->text = partner->name.spelling;
    r->changed = true;
}

static const struct object *relation(
    const struct resolver *r, struct ident schema, struct ident name)
{
    const struct symbol *ns = schema.text.len > 0 ? fold(r, schema) : NULL;
    return schema_relation(r->map->from, ns, fold(r, name));
}

static bool names_cte(const struct resolver *r, const struct scope *s, struct ident name)
{
    for (; s != NULL; s = s->outer) {
        for (size_t i = 0; s->with != NULL && i < s->with->len; i++) {
            if (same(r, s->with->items[i].name, name))
                return true;
        }
    }
    return false;
}

/* The table behind a FROM item; NULL for sub-queries, functions, CTEs and what the schema lacks. */
static const struct object *item_relation(
    const struct resolver *r, const struct from_item *item, const struct scope *s)
{
    if (item->select != NULL || item->nested != NULL || item->is_function)
        return NULL;
    if (item->schema.text.len == 0 && names_cte(r, s, item->name))
        return NULL;
    return relation(r, item->schema, item->name);
}

/* What a FROM list says about a name: the relation and whether the name is its own, not an alias.
 */
struct found {
    const struct object *table;
    bool by_own_name;
    bool stop; /* the qualifier means this item, whatever it is */
};

static struct found find_qualifier(const struct resolver *r, const struct from_list *list,
    struct ident qualifier, const struct scope *s)
{
    for (size_t i = 0; list != NULL && i < list->len; i++) {
        const struct from_item *item = &list->items[i];
        if (item->nested != NULL) {
            struct found f = find_qualifier(r, item->nested, qualifier, s);
            if (f.stop)
                return f;
        }
        bool aliased = item->alias.text.len > 0;
        if (same(r, aliased ? item->alias : item->name, qualifier))
            return (struct found){item_relation(r, item, s), !aliased, true};
    }
    return (struct found){0};
}

static struct found find_target(
    const struct resolver *r, const struct dml *d, struct ident qualifier)
{
    if (d == NULL || d->kind == DML_SELECT)
        return (struct found){0};
    bool aliased = d->alias.text.len > 0;
    if (!same(r, aliased ? d->alias : d->table, qualifier))
        return (struct found){0};
    return (struct found){relation(r, d->schema, d->table), !aliased, true};
}

/* NEW and OLD are the trigger's table, excluded is the table of the INSERT. */
static struct found find_extra(
    const struct resolver *r, const struct scope *s, struct ident qualifier)
{
    for (size_t i = 0; i < s->nextra; i++) {
        if (!same(r, s->extra[i], qualifier))
            continue;
        bool excluded = str_eq_nocase(s->extra[i].text, STR("excluded"));
        const struct object *table =
            excluded && s->dml != NULL ? relation(r, s->dml->schema, s->dml->table) : r->table;
        return (struct found){table, false, true};
    }
    return (struct found){0};
}

static struct found lookup_qualifier(
    const struct resolver *r, const struct scope *s, struct ident qualifier)
{
    for (; s != NULL; s = s->outer) {
        struct found f = find_qualifier(r, s->from, qualifier, s);
        if (!f.stop)
            f = find_target(r, s->dml, qualifier);
        if (!f.stop)
            f = find_extra(r, s, qualifier);
        if (f.stop)
            return f;
    }
    if (r->table != NULL && r->table->name.key == fold(r, qualifier))
        return (struct found){r->table, true, true};
    return (struct found){0};
}

static const struct object *find_with_column(const struct resolver *r, const struct from_list *list,
    const struct symbol *column, const struct scope *s)
{
    for (size_t i = 0; list != NULL && i < list->len; i++) {
        const struct from_item *item = &list->items[i];
        const struct object *table = item->nested != NULL
                                         ? find_with_column(r, item->nested, column, s)
                                         : item_relation(r, item, s);
        if (table != NULL && table_column(table, column) != NULL)
            return table;
    }
    return NULL;
}

static const struct object *lookup_column(
    const struct resolver *r, const struct scope *s, const struct symbol *column)
{
    for (; s != NULL; s = s->outer) {
        const struct object *table = find_with_column(r, s->from, column, s);
        if (table != NULL)
            return table;
        if (s->dml == NULL || s->dml->kind == DML_SELECT)
            continue;
        table = relation(r, s->dml->schema, s->dml->table);
        if (table != NULL && table_column(table, column) != NULL)
            return table;
    }
    return r->table != NULL && table_column(r->table, column) != NULL ? r->table : NULL;
}

static void rename_column(struct resolver *r, const struct object *table, struct ident *column)
{
    if (table == NULL || table->kind != KIND_TABLE)
        return;
    const struct column *c = rename_partner_column(r->map, table, fold(r, *column));
    set_ident(r, column, (const struct object *)c);
}

static void on_column(struct resolver *r, struct expr *e, const struct scope *s)
{
    struct ident *column = &e->parts[e->nparts - 1];
    if (e->nparts == 1) {
        const struct symbol *key = fold(r, *column);
        rename_column(r, key != NULL ? lookup_column(r, s, key) : NULL, column);
        return;
    }
    struct ident *qualifier = &e->parts[e->nparts - 2];
    struct found f = lookup_qualifier(r, s, *qualifier);
    rename_column(r, f.table, column);
    if (f.table != NULL && f.by_own_name)
        set_ident(r, qualifier, rename_partner(r->map, f.table));
}

/* table.* */
static void on_star(struct resolver *r, struct expr *e, const struct scope *s)
{
    if (e->nparts == 0)
        return;
    struct ident *qualifier = &e->parts[e->nparts - 1];
    struct found f = lookup_qualifier(r, s, *qualifier);
    if (f.table != NULL && f.by_own_name)
        set_ident(r, qualifier, rename_partner(r->map, f.table));
}

static bool on_expr(struct walker *w, struct expr **e, const struct scope *s)
{
    struct resolver *r = w->payload;
    if ((*e)->kind == EXPR_COLUMN && (*e)->nparts > 0)
        on_column(r, *e, s);
    else if ((*e)->kind == EXPR_STAR)
        on_star(r, *e, s);
    return true;
}

static bool on_target_column(
    struct walker *w, struct ident *column, const struct dml *d, const struct scope *s)
{
    (void)s;
    struct resolver *r = w->payload;
    rename_column(r, relation(r, d->schema, d->table), column);
    return true;
}

static bool on_using_column(
    struct walker *w, struct ident *column, const struct from_item *item, const struct scope *s)
{
    struct resolver *r = w->payload;
    rename_column(r, item_relation(r, item, s), column);
    return true;
}

static bool on_table(
    struct walker *w, struct ident *schema, struct ident *name, const struct scope *s, bool is_cte)
{
    (void)s;
    struct resolver *r = w->payload;
    const struct object *table = is_cte ? NULL : relation(r, *schema, *name);
    if (table != NULL)
        set_ident(r, name, rename_partner(r->map, table));
    return true;
}

static bool on_index(struct walker *w, struct ident *index, const struct scope *s)
{
    (void)s;
    struct resolver *r = w->payload;
    const struct object *o = schema_find(r->map->from, KIND_INDEX, NULL, fold(r, *index));
    if (o != NULL)
        set_ident(r, index, rename_partner(r->map, o));
    return true;
}

static struct expression *clone(const struct expression *e, struct arena *a)
{
    struct expression *copy = arena_new(a, struct expression);
    *copy = *e;
    if (e->expr != NULL)
        copy->expr = expr_clone(a, e->expr);
    if (e->select != NULL)
        copy->select = select_clone(a, e->select);
    if (e->nbody > 0)
        copy->body = arena_array(a, struct dml *, e->nbody);
    for (size_t i = 0; i < e->nbody; i++)
        copy->body[i] = dml_clone(a, e->body[i]);
    return copy;
}

static void walk_all(struct walker *w, struct expression *e, const struct scope *s)
{
    if (e->expr != NULL)
        walk_expr(w, &e->expr, s);
    if (e->select != NULL)
        walk_select(w, e->select, s);
    for (size_t i = 0; i < e->nbody; i++)
        walk_dml(w, e->body[i], s);
}

struct expression *resolve_renames(const struct rename_map *m, const struct object *table,
    const struct expression *e, struct arena *a)
{
    struct resolver r = {.map = m, .table = table};
    struct scope pseudo = {.extra = {{STR("new"), 0}, {STR("old"), 0}}, .nextra = 2};
    const struct dialect *d = dialect_of(m->from);
    struct expression *copy = clone(e, a);
    struct walker columns = {.on_expr = on_expr,
        .on_target_column = on_target_column,
        .on_using_column = on_using_column,
        .payload = &r};
    /* Later than the columns, which are looked up by the tables' old names. */
    struct walker tables = {.on_table = on_table, .on_index = on_index, .payload = &r};
    if (d->print_norm == NULL)
        return copy;
    walk_all(&columns, copy, table != NULL ? &pseudo : NULL);
    walk_all(&tables, copy, table != NULL ? &pseudo : NULL);
    if (!r.changed)
        return copy;
    struct strbuf b;
    strbuf_init(&b, a, LIMIT_FILE);
    d->print_norm(copy, &b);
    copy->norm = strbuf_str(&b);
    return copy;
}

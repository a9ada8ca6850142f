#include "dialect/sqlite/ddl-broken.h"

#include "base/str.h"
#include "dialect/sqlite/names.h"

struct inspection {
    struct column_space *space;
    bool broken;
};

static bool verdict(struct inspection *i, bool broken)
{
    i->broken = i->broken || (broken && !i->space->s->partial);
    return !i->broken;
}

/* A word in double quotes that names no column is a string. */
static bool on_expr(struct walker *w, struct expr **e, const struct scope *s)
{
    struct inspection *i = w->payload;
    const struct expr *x = *e;
    struct target t;

    if (x->kind != EXPR_COLUMN || x->nparts == 0)
        return true;
    bool missing = column_find(i->space, x, s, &t) == FOUND_NOT && !t.unnamed;
    bool string = x->nparts == 1 && x->parts[0].quote == '"';
    return verdict(
        i, missing && !string && !sqlite_is_rowid(sqlite_fold(x->parts[x->nparts - 1].text)));
}

static bool on_table(
    struct walker *w, struct ident *schema, struct ident *name, const struct scope *s, bool is_cte)
{
    struct inspection *i = w->payload;
    const struct symbol *key = sqlite_fold(name->text);

    (void)s;
    if (is_cte || !key || schema->text.len > 0 || sqlite_is_eponymous(key) ||
        sqlite_name_owner(key) != OWNER_USER)
        return true;
    return verdict(i, !column_relation(i->space, schema, name));
}

static bool on_target_column(
    struct walker *w, struct ident *column, const struct dml *d, const struct scope *s)
{
    struct inspection *i = w->payload;
    const struct object *o = column_relation(i->space, &d->schema, &d->table);
    const struct columns *c = columns_of_relation(i->space, o);
    const struct symbol *key = sqlite_fold(column->text);

    (void)s;
    for (size_t k = 0; k < c->len; k++)
        if (c->items[k].key == key)
            return true;
    return verdict(i, !c->open && !c->unnamed && !sqlite_is_rowid(key));
}

/* An index goes and comes again with its table. */
static bool on_index(struct walker *w, struct ident *index, const struct scope *s)
{
    (void)index;
    (void)s;
    return verdict(w->payload, true);
}

static void inspect_body(struct walker *w, const struct expression *e)
{
    struct scope rows = {.nextra = 2, .extra = {{.text = STR("new")}, {.text = STR("old")}}};
    struct expr *when = e ? e->expr : NULL;

    if (when)
        walk_expr(w, &when, &rows);
    for (size_t i = 0; e && i < e->nbody; i++)
        walk_dml(w, e->body[i], &rows);
}

static void inspect_trigger(struct walker *w, struct inspection *i, const struct trigger *t)
{
    const struct object *on = schema_relation(i->space->s, t->base.ns.key, t->table.key);

    i->space->trigger_on = on;
    if (!verdict(i, !on))
        return;
    inspect_body(w, t->when);
    inspect_body(w, t->body);
}

bool object_is_broken(struct column_space *space, const struct object *o)
{
    struct inspection i = {.space = space};
    struct walker w = {.on_expr = on_expr,
        .on_table = on_table,
        .on_target_column = on_target_column,
        .on_index = on_index,
        .payload = &i};

    space->trigger_on = NULL;
    if (o->kind == KIND_TRIGGER)
        inspect_trigger(&w, &i, (const struct trigger *)o);
    else if (o->kind == KIND_VIEW && ((const struct view *)o)->query->select)
        walk_select(&w, ((const struct view *)o)->query->select, NULL);
    return i.broken;
}

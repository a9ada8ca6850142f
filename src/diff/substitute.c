#include "diff/substitute.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "diff/resolve.h"

/* What the parts of an object mean depends on its kind: whose columns, which relation. */
struct substitution {
    const struct rename_map *map;
    const struct object *from;  /* the original */
    const struct object *table; /* whose columns its expressions see; NULL = none */
    struct arena *arena;
};

static void put_relation(const struct substitution *s, const struct symbol *ns, struct name *n)
{
    const struct object *from = schema_relation(s->map->from, ns, n->key);
    const struct object *to = from != NULL ? rename_partner(s->map, from) : NULL;
    if (to != NULL)
        *n = to->name;
}

static void put_column(const struct substitution *s, const struct object *table, struct name *n)
{
    const struct column *to = table != NULL ? rename_partner_column(s->map, table, n->key) : NULL;
    if (to != NULL)
        *n = to->base.name;
}

static void put_columns(
    const struct substitution *s, const struct object *table, struct name_list *l)
{
    if (l->len == 0)
        return;
    struct name *items = arena_array(s->arena, struct name, l->len);
    memcpy(items, l->items, l->len * sizeof(*items));
    l->items = items;
    for (size_t i = 0; i < l->len; i++)
        put_column(s, table, &items[i]);
}

static void put_expression(const struct substitution *s, struct expression **e)
{
    if (*e != NULL)
        *e = resolve_renames(s->map, s->table, *e, s->arena);
}

static void put_keys(const struct substitution *s, struct key_list *l)
{
    if (l->len == 0)
        return;
    struct key_part *items = arena_array(s->arena, struct key_part, l->len);
    memcpy(items, l->items, l->len * sizeof(*items));
    l->items = items;
    for (size_t i = 0; i < l->len; i++) {
        if (name_is_set(items[i].column))
            put_column(s, s->table, &items[i].column);
        put_expression(s, &items[i].expr);
    }
}

static void put_foreign_key(const struct substitution *s, struct foreign_key *fk)
{
    const struct symbol *ns = fk->ref_ns.key != NULL ? fk->ref_ns.key : s->table->ns.key;
    const struct object *target = schema_relation(s->map->from, ns, fk->ref_table.key);
    put_columns(s, s->table, &fk->columns);
    put_columns(s, target, &fk->ref_columns);
    put_relation(s, ns, &fk->ref_table);
}

static void put_trigger(const struct substitution *s, struct trigger *t)
{
    put_columns(s, s->table, &t->of_columns);
    put_relation(s, t->base.ns.key, &t->table);
}

/* Fields whose type says how; names need the kind. */
static void put_field(const struct substitution *s, const struct field *f, struct object *o)
{
    void *value = (char *)o + f->offset;
    if (f->type == FIELD_EXPR)
        put_expression(s, value);
    else if (f->type == FIELD_KEYS)
        put_keys(s, value);
}

static const struct object *seen_table(const struct rename_map *m, const struct object *from)
{
    if (from->parent != NULL)
        return from->parent;
    if (from->kind == KIND_TRIGGER)
        return schema_relation(m->from, from->ns.key, ((const struct trigger *)from)->table.key);
    return NULL;
}

struct object *substitute(const struct rename_map *m, const struct object *from, struct arena *a)
{
    const struct field_table *t = field_table(from->kind);
    struct substitution s = {m, from, seen_table(m, from), a};
    struct object *o = object_new(a, from->kind);
    memcpy(o, from, t->size);
    o->children = (struct object_list){0};
    o->child_index = NULL;
    for (size_t i = 0; i < t->len; i++)
        put_field(&s, &t->fields[i], o);
    if (from->kind == KIND_FOREIGN_KEY)
        put_foreign_key(&s, (struct foreign_key *)o);
    else if (from->kind == KIND_TRIGGER)
        put_trigger(&s, (struct trigger *)o);
    return o;
}

#include "diff/rename.h"

#include <assert.h>

#include "base/str.h"

static bool spelled_alike(struct name a, struct name b)
{
    return name_eq(a, b) && str_eq(a.spelling, b.spelling);
}

static bool mapped(const struct rename_map *m, const struct object *from, const struct object *to)
{
    return map_get_ptr(&m->to_of, from) != NULL || map_get_ptr(&m->from_of, to) != NULL;
}

/* The maps hold pointers that are not const; nobody writes through them. */
static void *unconst(const struct object *o)
{
    union {
        const struct object *in;
        void *out;
    } u = {o};
    return u.out;
}

static void map_pair(struct rename_map *m, const struct object *from, const struct object *to)
{
    if (from == NULL || to == NULL || mapped(m, from, to))
        return;
    map_put_ptr(m->arena, &m->to_of, from, unconst(to));
    map_put_ptr(m->arena, &m->from_of, to, unconst(from));
}

static void add_object_rename(struct rename_map *m, const struct rename *r)
{
    if (schema_find(m->to, r->kind, r->ns, r->from) != NULL ||
        schema_find(m->from, r->kind, r->ns, r->to) != NULL)
        return;
    map_pair(m, schema_find(m->from, r->kind, r->ns, r->from),
        schema_find(m->to, r->kind, r->ns, r->to));
}

static void add_column_rename(struct rename_map *m, const struct rename *r)
{
    const struct object *to = schema_find(m->to, KIND_TABLE, r->ns, r->table);
    if (to == NULL)
        return;
    const struct object *from = map_get_ptr(&m->from_of, to);
    if (from == NULL)
        from = schema_find(m->from, KIND_TABLE, to->ns.key, to->name.key);
    if (from == NULL || table_column(to, r->from) != NULL || table_column(from, r->to) != NULL)
        return;
    map_pair(m, (const struct object *)table_column(from, r->from),
        (const struct object *)table_column(to, r->to));
}

void rename_map_init(struct rename_map *m, const struct schema *from, const struct schema *to,
    const struct rename_list *renames, struct arena *a)
{
    *m = (struct rename_map){.from = from, .to = to, .arena = a};
    if (renames == NULL)
        return;
    for (size_t i = 0; i < renames->len; i++) {
        const struct rename *r = &renames->items[i];
        if (r->kind != KIND_COLUMN && r->from != r->to)
            add_object_rename(m, r);
    }
    /* Behind the tables, on whose new names columns stand. */
    for (size_t i = 0; i < renames->len; i++) {
        const struct rename *r = &renames->items[i];
        if (r->kind == KIND_COLUMN && r->from != r->to)
            add_column_rename(m, r);
    }
}

const struct object *rename_partner(const struct rename_map *m, const struct object *from)
{
    const struct object *to = map_get_ptr(&m->to_of, from);
    if (to != NULL)
        return to;
    to = schema_find(m->to, from->kind, from->ns.key, from->name.key);
    return to != NULL && map_get_ptr(&m->from_of, to) == NULL ? to : NULL;
}

const struct column *rename_partner_column(
    const struct rename_map *m, const struct object *from_table, const struct symbol *key)
{
    const struct column *c = table_column(from_table, key);
    if (c == NULL)
        return NULL;
    const struct object *to = map_get_ptr(&m->to_of, c);
    if (to != NULL)
        return (const struct column *)to;
    const struct object *table = rename_partner(m, from_table);
    const struct column *same = table != NULL ? table_column(table, key) : NULL;
    return same != NULL && map_get_ptr(&m->from_of, same) == NULL ? same : NULL;
}

const struct object *rename_origin(const struct rename_map *m, const struct object *to)
{
    return map_get_ptr(&m->from_of, to);
}

static bool column_renamed(const struct rename_map *m, const struct object *from)
{
    for (size_t i = 0; i < from->children.len; i++) {
        const struct object *c = from->children.items[i];
        if (c->kind != KIND_COLUMN)
            break;
        const struct column *partner = rename_partner_column(m, from, c->name.key);
        if (partner != NULL && !spelled_alike(c->name, partner->base.name))
            return true;
    }
    return false;
}

void rename_map_note(struct rename_map *m, const struct object *from, const struct object *to)
{
    if (!spelled_alike(from->name, to->name) || column_renamed(m, from))
        map_put_ptr(m->arena, &m->touched, from->name.key, unconst(from));
}

bool rename_touches(const struct rename_map *m, const struct object *o)
{
    if (m->touched.live == 0)
        return false;
    const struct object *top = o->parent != NULL ? o->parent : o;
    if (map_get_ptr(&m->touched, top->name.key) != NULL)
        return true;
    for (size_t i = 0; i < top->refs.len; i++) {
        if (map_get_ptr(&m->touched, top->refs.items[i].name) != NULL)
            return true;
    }
    return false;
}

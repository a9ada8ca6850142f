#include "diff/align.h"

#include "base/str.h"
#include "diff/substitute.h"

/* slot is the place in the list of children; freeze sets it. */
static void join(struct alignment *al, const struct object *from, const struct object *to)
{
    if (from == NULL || to == NULL || al->to_of[from->slot] != NULL ||
        al->from_of[to->slot] != NULL)
        return;
    al->to_of[from->slot] = to;
    al->from_of[to->slot] = from;
}

/* Ident that the renamed object has on the other side; "#2" stays behind it. */
static const struct symbol *ident_after(
    const struct rename_map *m, const struct object *from, struct arena *a)
{
    if (name_is_set(from->name) || field_table(from->kind)->single || !rename_touches(m, from))
        return from->ident;
    struct flash_str old = object_signature(a, from);
    struct flash_str new = object_signature(a, substitute(m, from, a));
    if (!str_starts(from->ident->text, old))
        return from->ident;
    struct flash_str number = str_skip(from->ident->text, old.len);
    return intern(arena_printf(a, "%.*s%.*s", STR_ARG(new), STR_ARG(number)));
}

static const struct object *partner(const struct rename_map *m, const struct object *from,
    const struct object *to_table, struct arena *a)
{
    if (from->kind == KIND_COLUMN)
        return (const struct object *)rename_partner_column(m, from->parent, from->name.key);
    const struct object *to = map_get_ptr(&m->to_of, from);
    if (to != NULL)
        return to->parent == to_table ? to : NULL;
    return object_child(to_table, from->kind, ident_after(m, from, a));
}

static bool is_constraint(enum kind k)
{
    return k == KIND_UNIQUE || k == KIND_CHECK || k == KIND_EXCLUDE || k == KIND_FOREIGN_KEY;
}

static struct flash_str content_key(const struct object *o, struct arena *a)
{
    struct flash_str s = object_signature(a, o);
    return arena_printf(a, "%u %.*s", (unsigned)o->kind, STR_ARG(s));
}

/* Of several that say the same the first is taken; the others are dropped and added. */
static void join_by_content(struct alignment *al, const struct rename_map *m,
    const struct object *from, const struct object *to, struct arena *a)
{
    struct map left = {0};
    for (size_t i = 0; i < to->children.len; i++) {
        struct object *o = to->children.items[i];
        if (al->from_of[i] == NULL && is_constraint(o->kind))
            map_put(a, &left, content_key(o, a), o);
    }
    if (left.live == 0)
        return;
    for (size_t i = 0; i < from->children.len; i++) {
        const struct object *o = from->children.items[i];
        if (al->to_of[i] != NULL || !is_constraint(o->kind))
            continue;
        const struct object *put = rename_touches(m, o) ? substitute(m, o, a) : o;
        join(al, o, map_get(&left, content_key(put, a)));
    }
}

void align_children(struct alignment *out, const struct rename_map *m, const struct object *from,
    const struct object *to, struct arena *a)
{
    out->to_of = arena_array(a, const struct object *, from->children.len + 1);
    out->from_of = arena_array(a, const struct object *, to->children.len + 1);
    for (size_t i = 0; i < from->children.len; i++)
        join(out, from->children.items[i], partner(m, from->children.items[i], to, a));
    join_by_content(out, m, from, to, a);
}

#include "dialect/sqlite/mentions.h"

#include "base/str.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/reading.h"
#include "sql/walk.h"

struct mentions {
    struct map by_name; /* key: struct object_list */
};

struct note {
    struct schema *s;
    struct mentions *m;
    struct object *o;
};

static void add(struct note *n, const struct symbol *name)
{
    struct object_list *l;

    if (name == NULL)
        return;
    l = map_get_ptr(&n->m->by_name, name);
    if (l == NULL) {
        l = arena_new(n->s->arena, struct object_list);
        map_put_ptr(n->s->arena, &n->m->by_name, name, l);
    }
    if (l->len == 0 || l->items[l->len - 1] != n->o)
        object_list_add(n->s->arena, l, n->o);
}

static bool on_table(
    struct walker *w, struct ident *schema, struct ident *name, const struct scope *s, bool is_cte)
{
    (void)schema;
    (void)s;
    if (!is_cte)
        add(w->payload, sqlite_fold(name->text));
    return true;
}

static void note_table(struct note *n)
{
    for (size_t i = 0; i < n->o->children.len; i++) {
        const struct object *child = n->o->children.items[i];
        if (child->kind == KIND_FOREIGN_KEY)
            add(n, ((const struct foreign_key *)child)->ref_table.key);
    }
}

static void note_trigger(struct note *n, struct walker *w)
{
    struct trigger *t = (struct trigger *)n->o;

    add(n, t->table.key);
    if (t->when != NULL)
        walk_expr(w, &t->when->expr, NULL);
    for (size_t i = 0; t->body != NULL && i < t->body->nbody; i++)
        walk_dml(w, t->body->body[i], NULL);
}

static void note(struct schema *s, struct mentions *m, struct object *o)
{
    struct note n = {s, m, o};
    struct walker w = {.on_table = on_table, .payload = &n};

    if (o->kind == KIND_TABLE)
        note_table(&n);
    else if (o->kind == KIND_VIEW && ((struct view *)o)->query != NULL)
        walk_select(&w, ((struct view *)o)->query->select, NULL);
    else if (o->kind == KIND_TRIGGER)
        note_trigger(&n, &w);
}

void mentions_note(struct schema *s, struct object *o)
{
    struct reading *r = reading_of(s);

    object_list_add(s->arena, &r->unnoted, o);
}

bool mentions_is_live(const struct schema *s, const struct object *o)
{
    return schema_find(s, o->kind, sqlite_main(), o->name.key) == o;
}

static struct mentions *up_to_date(struct schema *s)
{
    struct reading *r = reading_of(s);

    if (r->mentions == NULL)
        r->mentions = arena_new(s->arena, struct mentions);
    for (size_t i = 0; i < r->unnoted.len; i++) {
        if (mentions_is_live(s, r->unnoted.items[i]))
            note(s, r->mentions, r->unnoted.items[i]);
    }
    r->unnoted.len = 0;
    return r->mentions;
}

const struct object_list *mentions_of(struct schema *s, const struct symbol *name)
{
    static const struct object_list nobody = {0};
    const struct object_list *l = map_get_ptr(&up_to_date(s)->by_name, name);

    return l != NULL ? l : &nobody;
}

void mentions_move(struct schema *s, const struct symbol *from, const struct symbol *to)
{
    struct mentions *m = up_to_date(s);
    struct object_list *old = map_get_ptr(&m->by_name, from);
    struct note n = {s, m, NULL};

    for (size_t i = 0; old != NULL && i < old->len; i++) {
        n.o = old->items[i];
        add(&n, to);
    }
    if (old != NULL)
        old->len = 0;
}

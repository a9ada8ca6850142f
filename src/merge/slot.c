#include "merge/slot.h"

#include "base/str.h"
#include "diff/align.h"
#include "merge/lift.h"

/* Maps hold pointers that are not const; nobody writes through them. */
void merge_map_put(struct arena *a, struct map *m, const void *key, const void *value)
{
    union {
        const void *in;
        void *out;
    } u = {value};
    map_put_ptr(a, m, key, u.out);
}

struct slot *merge_slot_of(const struct merge_engine *e, const struct object *o)
{
    return o != NULL ? map_get_ptr(&e->slot_of, o) : NULL;
}

const struct object *merge_slot_object(const struct slot *s)
{
    if (s->v[MERGE_OURS] != NULL)
        return s->v[MERGE_OURS];
    return s->v[MERGE_THEIRS] != NULL ? s->v[MERGE_THEIRS] : s->v[MERGE_BASE];
}

/* Equal text is equal content: the text is a function of it and parses back to it. */
bool merge_same_text(const struct object *a, const struct object *b)
{
    if (a == NULL || b == NULL || a->text.len == 0 || a->text.len != b->text.len)
        return false;
    return a->text.ptr == b->text.ptr || str_eq(a->text, b->text);
}

static struct slot *add_slot(struct merge_engine *e, struct slot *table, const struct object *b,
    const struct object *o, const struct object *t)
{
    struct slot *s = arena_new(e->work, struct slot);
    *s = (struct slot){.v = {b, o, t}, .table = table};
    for (unsigned i = 0; i < MERGE_SIDES; i++) {
        if (s->v[i] != NULL)
            merge_map_put(e->work, &e->slot_of, s->v[i], s);
    }
    *vec_push(e->work, table != NULL ? &table->children : &e->tops) = s;
    return s;
}

static const struct object *partner(
    const struct merge_engine *e, enum merge_side side, const struct object *b)
{
    const struct object *o = rename_partner(&e->map[side], b);
    return o != NULL && o->parent == NULL ? o : NULL;
}

static bool is_added(const struct merge_engine *e, enum merge_side side, const struct object *o)
{
    const struct rename_map *m = &e->map[side];
    if (rename_origin(m, o) != NULL)
        return false;
    const struct object *b = schema_find(m->from, o->kind, o->ns.key, o->name.key);
    return b == NULL || map_get_ptr(&m->to_of, b) != NULL;
}

static void align_base(struct merge_engine *e)
{
    const struct object_list *l = &e->schemas[MERGE_BASE]->objects;
    for (size_t i = 0; i < l->len; i++) {
        struct object *b = l->items[i];
        const struct object *o = partner(e, MERGE_OURS, b), *t = partner(e, MERGE_THEIRS, b);
        if (merge_same_text(b, o) && merge_same_text(b, t))
            object_list_add(e->work, &e->untouched, b);
        else
            add_slot(e, NULL, b, o, t);
    }
}

static void align_added(struct merge_engine *e)
{
    const struct object_list *l = &e->schemas[MERGE_OURS]->objects;
    for (size_t i = 0; i < l->len; i++) {
        const struct object *o = l->items[i];
        if (!is_added(e, MERGE_OURS, o))
            continue;
        const struct object *t =
            schema_find(e->schemas[MERGE_THEIRS], o->kind, o->ns.key, o->name.key);
        add_slot(e, NULL, NULL, o, t != NULL && is_added(e, MERGE_THEIRS, t) ? t : NULL);
    }
    l = &e->schemas[MERGE_THEIRS]->objects;
    for (size_t i = 0; i < l->len; i++) {
        const struct object *t = l->items[i];
        if (is_added(e, MERGE_THEIRS, t) && merge_slot_of(e, t) == NULL)
            add_slot(e, NULL, NULL, NULL, t);
    }
}

static const struct object *align_to(
    const struct alignment *al, const struct object *side, size_t i)
{
    return side != NULL ? al->to_of[i] : NULL;
}

/* Children that a side has and base has not. */
static void add_new_children(
    struct merge_engine *e, struct slot *s, enum merge_side side, const struct alignment *al)
{
    const struct object *o = s->v[side], *other = s->v[MERGE_THEIRS];
    for (size_t i = 0; o != NULL && i < o->children.len; i++) {
        const struct object *child = o->children.items[i];
        if ((s->v[MERGE_BASE] != NULL && al->from_of[i] != NULL) || merge_slot_of(e, child) != NULL)
            continue;
        if (side == MERGE_THEIRS) {
            add_slot(e, s, NULL, NULL, child);
            continue;
        }
        const struct object *t =
            other != NULL ? object_child(other, child->kind, child->ident) : NULL;
        add_slot(e, s, NULL, child, t != NULL && merge_slot_of(e, t) == NULL ? t : NULL);
    }
}

static void align_table(struct merge_engine *e, struct slot *s)
{
    struct alignment al[MERGE_SIDES] = {{0}};
    const struct object *b = s->v[MERGE_BASE];
    for (unsigned side = MERGE_OURS; side <= MERGE_THEIRS; side++) {
        if (b != NULL && s->v[side] != NULL)
            align_children(&al[side], &e->map[side], b, s->v[side], e->work);
    }
    for (size_t i = 0; b != NULL && i < b->children.len; i++)
        add_slot(e, s, b->children.items[i], align_to(&al[MERGE_OURS], s->v[MERGE_OURS], i),
            align_to(&al[MERGE_THEIRS], s->v[MERGE_THEIRS], i));
    add_new_children(e, s, MERGE_OURS, &al[MERGE_OURS]);
    add_new_children(e, s, MERGE_THEIRS, &al[MERGE_THEIRS]);
}

/* So that constraints which only follow a rename find each other. */
static void note_renames(struct merge_engine *e)
{
    for (size_t i = 0; i < e->tops.len; i++) {
        const struct slot *s = e->tops.items[i];
        for (unsigned side = MERGE_OURS; side <= MERGE_THEIRS; side++) {
            if (s->v[MERGE_BASE] != NULL && s->v[side] != NULL)
                rename_map_note(&e->map[side], s->v[MERGE_BASE], s->v[side]);
        }
    }
}

void merge_align(struct merge_engine *e)
{
    align_base(e);
    align_added(e);
    note_renames(e);
    for (size_t i = 0; i < e->tops.len; i++) {
        if (merge_slot_object(e->tops.items[i])->kind == KIND_TABLE)
            align_table(e, e->tops.items[i]);
    }
}

static bool only(const struct slot *s, enum merge_side side)
{
    enum merge_side other = side == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
    return s->v[MERGE_BASE] == NULL && s->v[side] != NULL && s->v[other] == NULL && !s->absorbed;
}

static struct flash_str content_key(
    const struct merge_engine *e, const struct slot *s, enum merge_side side)
{
    const struct object *o = merge_lift(e, s, side);
    struct flash_str said = object_signature(e->work, o);
    return arena_printf(e->work, "%u %.*s", (unsigned)o->kind, STR_ARG(said));
}

static bool is_unnamed_constraint(const struct object *o)
{
    return !name_is_set(o->name) &&
           (o->kind == KIND_UNIQUE || o->kind == KIND_CHECK || o->kind == KIND_FOREIGN_KEY);
}

static void join_table(struct merge_engine *e, struct slot *table)
{
    struct map ours = {0};
    for (size_t i = 0; i < table->children.len; i++) {
        struct slot *s = table->children.items[i];
        if (only(s, MERGE_OURS) && is_unnamed_constraint(s->v[MERGE_OURS]))
            map_put(e->work, &ours, content_key(e, s, MERGE_OURS), s);
    }
    for (size_t i = 0; ours.live > 0 && i < table->children.len; i++) {
        struct slot *t = table->children.items[i];
        if (!only(t, MERGE_THEIRS) || !is_unnamed_constraint(t->v[MERGE_THEIRS]))
            continue;
        struct slot *o = map_get(&ours, content_key(e, t, MERGE_THEIRS));
        if (o == NULL || o->v[MERGE_THEIRS] != NULL)
            continue;
        o->v[MERGE_THEIRS] = t->v[MERGE_THEIRS];
        t->absorbed = true;
        merge_map_put(e->work, &e->slot_of, o->v[MERGE_THEIRS], o);
    }
}

void merge_join_added(struct merge_engine *e)
{
    for (size_t i = 0; i < e->tops.len; i++)
        join_table(e, e->tops.items[i]);
}

#include "merge/lift.h"

#include <string.h>

#include "diff/substitute.h"
#include "merge/slot.h"

/* Stands for an object under another name. Its children are those of the original. */
static const struct object *stub(struct merge_engine *e, const struct slot *s, enum merge_side side)
{
    const struct object *o = s->v[side];
    if (!s->alive || merge_same_name(o->name, s->name))
        return o;
    struct object *copy = object_new(e->work, o->kind);
    memcpy(copy, o, field_table(o->kind)->size);
    copy->name = s->name;
    merge_map_put(e->work, &e->lift[side].to_of, o, copy);
    merge_map_put(e->work, &e->lift[side].from_of, copy, o);
    return copy;
}

static void lift_side(struct merge_engine *e, enum merge_side side)
{
    struct rename_map *m = &e->lift[side];
    *m = (struct rename_map){.from = e->schemas[side], .to = e->schemas[side], .arena = e->work};
    for (size_t i = 0; i < e->tops.len; i++) {
        const struct slot *s = e->tops.items[i];
        if (s->v[side] == NULL)
            continue;
        for (size_t k = 0; k < s->children.len; k++) {
            const struct slot *child = s->children.items[k];
            if (child->v[side] != NULL &&
                (child->v[side]->kind == KIND_COLUMN || child->v[side]->kind == KIND_INDEX))
                stub(e, child, side);
        }
        rename_map_note(m, s->v[side], stub(e, s, side));
    }
}

void merge_lift_init(struct merge_engine *e)
{
    for (unsigned side = 0; side < MERGE_SIDES; side++)
        lift_side(e, side);
}

struct object *merge_lift(const struct merge_engine *e, const struct slot *s, enum merge_side side)
{
    const struct object *o = s->v[side];
    struct object *copy;
    if (o == NULL)
        return NULL;
    if (rename_touches(&e->lift[side], o)) {
        copy = substitute(&e->lift[side], o, e->work);
    } else {
        copy = object_new(e->work, o->kind);
        memcpy(copy, o, field_table(o->kind)->size);
        copy->children = (struct object_list){0};
        copy->child_index = NULL;
    }
    if (s->alive)
        copy->name = s->name;
    return copy;
}

bool merge_lift_changes(const struct merge_engine *e, const struct slot *s, enum merge_side side)
{
    return !merge_same_name(s->v[side]->name, s->name) ||
           rename_touches(&e->lift[side], s->v[side]);
}

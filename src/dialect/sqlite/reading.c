#include "dialect/sqlite/reading.h"

struct reading *reading_of(struct schema *s)
{
    if (s->reading == NULL)
        s->reading = arena_new(s->arena, struct reading);
    return s->reading;
}

void reading_wait(struct schema *s, struct object *index, struct name table, struct loc loc)
{
    struct reading *r = reading_of(s);
    struct waiting_list *l = map_get_ptr(&r->waiting, table.key);

    if (l == NULL) {
        l = arena_new(s->arena, struct waiting_list);
        map_put_ptr(s->arena, &r->waiting, table.key, l);
    }
    *vec_push(s->arena, l) = (struct waiting_index){index, table, loc};
    r->nwaiting++;
}

struct object *reading_waiting(struct schema *s, const struct symbol *name)
{
    struct reading *r = reading_of(s);

    if (r->nwaiting == 0)
        return NULL;
    for (size_t i = 0; i < r->waiting.len; i++) {
        const struct waiting_list *l = r->waiting.items[i].value;
        for (size_t k = 0; l != NULL && k < l->len; k++) {
            if (l->items[k].index->name.key == name)
                return l->items[k].index;
        }
    }
    return NULL;
}

void reading_forget(struct schema *s, struct object *index)
{
    struct reading *r = reading_of(s);

    for (size_t i = 0; i < r->waiting.len; i++) {
        struct waiting_list *l = r->waiting.items[i].value;
        for (size_t k = 0; l != NULL && k < l->len; k++) {
            if (l->items[k].index != index)
                continue;
            l->items[k] = l->items[--l->len];
            r->nwaiting--;
            return;
        }
    }
}

struct waiting_list reading_take(struct schema *s, const struct symbol *table)
{
    struct reading *r = reading_of(s);
    struct waiting_list *l = r->nwaiting > 0 ? map_get_ptr(&r->waiting, table) : NULL;
    struct waiting_list taken = {0};

    if (l != NULL) {
        taken = *l;
        *l = (struct waiting_list){0};
        r->nwaiting -= taken.len;
    }
    return taken;
}

void reading_add_trigger(struct schema *s, struct object *trigger)
{
    struct reading *r = reading_of(s);
    const struct symbol *table = ((struct trigger *)trigger)->table.key;
    struct object_list *l = map_get_ptr(&r->triggers, table);

    if (l == NULL) {
        l = arena_new(s->arena, struct object_list);
        map_put_ptr(s->arena, &r->triggers, table, l);
    }
    object_list_add(s->arena, l, trigger);
}

struct object_list *reading_triggers(struct schema *s, const struct symbol *table)
{
    return map_get_ptr(&reading_of(s)->triggers, table);
}

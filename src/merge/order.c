#include "merge/order.h"

#include "merge/choice.h"
#include "merge/slot.h"

/* A list of columns into which others are put. */
struct chain {
    struct map next; /* slot: the one behind it; the head is &first */
    struct slot first;
    struct arena *arena;
};

static struct slot *chain_next(const struct chain *c, const struct slot *s)
{
    return map_get_ptr(&c->next, s);
}

static void chain_insert(struct chain *c, struct slot *behind, struct slot *s)
{
    struct slot *after = chain_next(c, behind);
    map_put_ptr(c->arena, &c->next, behind, s);
    if (after != NULL)
        map_put_ptr(c->arena, &c->next, s, after);
}

/* The columns of one side that are in the result, in that side's order. */
static void side_columns(const struct merge_engine *e, const struct slot *table,
    enum merge_side side, struct slot_list *out)
{
    const struct object *o = table->v[side];
    for (size_t i = 0; o != NULL && i < o->children.len; i++) {
        struct slot *s = merge_slot_of(e, o->children.items[i]);
        if (o->children.items[i]->kind == KIND_COLUMN && s != NULL && s->alive)
            *vec_push(e->work, out) = s;
    }
}

/* Those of l that the other side has too keep their order there. */
static bool in_order(const struct slot_list *l, enum merge_side side)
{
    uint32_t last = 0;
    bool any = false;
    for (size_t i = 0; i < l->len; i++) {
        const struct object *o = l->items[i]->v[side];
        if (o == NULL)
            continue;
        if (any && o->slot < last)
            return false;
        last = o->slot;
        any = true;
    }
    return true;
}

/* Whose order the columns that are on both sides follow. */
static enum merge_side leader(struct merge_engine *e, struct slot *table, const struct slot_list *o,
    const struct slot_list *t)
{
    bool same = in_order(o, MERGE_THEIRS);
    bool ours_moved = table->v[MERGE_BASE] != NULL && !in_order(o, MERGE_BASE);
    bool theirs_moved = table->v[MERGE_BASE] != NULL && !in_order(t, MERGE_BASE);
    if (same || !theirs_moved)
        return MERGE_OURS;
    if (!ours_moved)
        return MERGE_THEIRS;
    struct finding f = merge_finding(MERGE_W904, table, NULL);
    merge_warn(e, &f);
    return MERGE_OURS;
}

/* Behind new columns of the leader that stand there already, when those are ours. */
static struct slot *place(
    const struct chain *c, struct slot *behind, enum merge_side lead, enum merge_side other)
{
    struct slot *n = lead == MERGE_OURS ? chain_next(c, behind) : NULL;
    while (n != NULL && n->v[other] == NULL) {
        behind = n;
        n = chain_next(c, behind);
    }
    return behind;
}

static void insert_others(
    struct chain *c, const struct slot_list *l, enum merge_side lead, enum merge_side other)
{
    struct slot *left = &c->first;
    for (size_t i = 0; i < l->len; i++) {
        struct slot *s = l->items[i];
        if (s->v[lead] == NULL) {
            bool chained = left->v[lead] == NULL && left != &c->first;
            chain_insert(c, chained ? left : place(c, left, lead, other), s);
        }
        left = s;
    }
}

static void follow(struct chain *c, const struct slot_list *l)
{
    struct slot *last = &c->first;
    for (size_t i = 0; i < l->len; i++) {
        chain_insert(c, last, l->items[i]);
        last = l->items[i];
    }
}

/* A column that was taken back from base by force stands on neither side's list. */
static void add_rest(struct merge_engine *e, const struct slot *table, struct slot_list *out)
{
    struct map there = {0};
    for (size_t i = 0; i < out->len; i++)
        map_put_ptr(e->work, &there, out->items[i], out->items[i]);
    for (size_t i = 0; i < table->children.len; i++) {
        struct slot *s = table->children.items[i];
        if (s->alive && merge_slot_object(s)->kind == KIND_COLUMN && map_get_ptr(&there, s) == NULL)
            *vec_push(e->work, out) = s;
    }
}

void merge_column_order(
    struct merge_engine *e, struct slot *table, enum merge_side mode, struct slot_list *out)
{
    struct slot_list lists[MERGE_SIDES] = {{0}};
    struct chain c = {.arena = e->work};
    if (mode == MERGE_BASE) {
        side_columns(e, table, MERGE_BASE, out);
        add_rest(e, table, out);
        return;
    }
    side_columns(e, table, MERGE_OURS, &lists[MERGE_OURS]);
    side_columns(e, table, MERGE_THEIRS, &lists[MERGE_THEIRS]);
    enum merge_side lead = mode;
    if (mode == MERGE_ASK)
        lead = leader(e, table, &lists[MERGE_OURS], &lists[MERGE_THEIRS]);
    enum merge_side other = lead == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
    follow(&c, &lists[lead]);
    insert_others(&c, &lists[other], lead, other);
    for (struct slot *s = chain_next(&c, &c.first); s != NULL; s = chain_next(&c, s))
        *vec_push(e->work, out) = s;
    add_rest(e, table, out);
}

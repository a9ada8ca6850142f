#include "merge/dangling.h"

#include "base/str.h"
#include "merge/choice.h"
#include "merge/mention.h"
#include "merge/slot.h"

static enum merge_code code_of(enum kind k)
{
    static const struct {
        enum kind kind;
        enum merge_code code;
    } codes[] = {
        {KIND_PRIMARY_KEY, MERGE_C301},
        {KIND_UNIQUE, MERGE_C303},
        {KIND_FOREIGN_KEY, MERGE_C304},
        {KIND_CHECK, MERGE_C306},
        {KIND_COLUMN, MERGE_C306},
        {KIND_INDEX, MERGE_C403},
    };
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        if (codes[i].kind == k)
            return codes[i].code;
    }
    return MERGE_C602;
}

/* The slot that is gone from the result; NULL: the thing is there. */
static struct slot *gone(const struct merge_engine *e, const struct mention *m)
{
    struct slot *relation = merge_slot_of(e, m->relation);
    if (relation != NULL && !relation->alive)
        return relation;
    struct slot *column = merge_slot_of(e, m->column);
    return column != NULL && !column->alive ? column : NULL;
}

static const struct symbol *key_of(const struct object *o)
{
    return o != NULL ? o->name.key : NULL;
}

/* The names that m says in its side stand in the same object of another side, too. */
static bool says(const struct merge_engine *e, const struct slot *s, enum merge_side side,
    const struct mention *m)
{
    struct mention_list l = {0};
    if (s->v[side] == NULL)
        return false;
    merge_mentions(e->schemas[side], s->v[side], e->work, &l);
    for (size_t i = 0; i < l.len; i++) {
        if (key_of(l.items[i].relation) == key_of(m->relation) &&
            key_of(l.items[i].column) == key_of(m->column))
            return true;
    }
    return false;
}

/* Of what a side says, whether the result says it, and the other side did not say it in vain. */
static bool counts(const struct merge_engine *e, const struct slot *s, enum merge_side side,
    const struct mention *m)
{
    enum merge_side other = side == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
    if (s->v[other] == NULL || (s->forced && s->force_side == side))
        return true;
    if (s->forced)
        return false;
    return !says(e, s, other, m) && !says(e, s, MERGE_BASE, m);
}

static void report(struct merge_engine *e, struct slot *s, struct slot *target)
{
    struct flash_str title = object_title(e->perm, merge_slot_object(target));
    struct finding f = merge_finding(code_of(merge_slot_object(s)->kind), s, NULL);
    f.detail = arena_printf(e->perm, "it needs %.*s", STR_ARG(title));
    struct slot *both[] = {s, target};
    merge_cross(e, &f, both, 2);
}

/* An object can mention what the sides in front of it have only if it still is as they made it. */
static void check_side(struct merge_engine *e, struct slot *s, enum merge_side side)
{
    struct mention_list l = {0};
    if (s->v[side] == NULL || (s->forced && s->force_side != side))
        return;
    merge_mentions(e->schemas[side], s->v[side], e->work, &l);
    for (size_t i = 0; i < l.len; i++) {
        struct slot *target = gone(e, &l.items[i]);
        if (target != NULL && counts(e, s, side, &l.items[i])) {
            report(e, s, target);
            return;
        }
    }
}

static void check(struct merge_engine *e, struct slot *s)
{
    size_t before = e->forced;
    if (!s->alive)
        return;
    check_side(e, s, MERGE_OURS);
    if (e->forced == before)
        check_side(e, s, MERGE_THEIRS);
}

void merge_check_dangling(struct merge_engine *e)
{
    for (size_t i = 0; i < e->tops.len; i++) {
        struct slot *s = e->tops.items[i];
        check(e, s);
        for (size_t k = 0; s->alive && k < s->children.len; k++)
            check(e, s->children.items[k]);
    }
}

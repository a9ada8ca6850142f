#include "merge/make.h"

#include "base/str.h"
#include "merge/choice.h"
#include "merge/lift.h"
#include "merge/order.h"
#include "merge/property.h"
#include "merge/slot.h"
#include "merge/terms.h"

static void name_child(struct merge_engine *e, struct slot *table, struct slot *c)
{
    const struct object *o = table->forced ? c->v[table->force_side] : NULL;
    c->alive = true;
    c->contested = c->contested_field = false;
    if (o != NULL && !c->forced && table->hanging)
        merge_name(e, c); /* for its conflict */
    if (o != NULL && !c->forced)
        c->name = o->name;
    else if (table->v[MERGE_BASE] == NULL && !c->forced)
        c->name = merge_slot_object(c)->name; /* both added the table: that says it all */
    else
        merge_name(e, c);
}

void merge_names(struct merge_engine *e)
{
    for (size_t i = 0; i < e->tops.len; i++) {
        struct slot *s = e->tops.items[i];
        s->alive = true;
        s->contested = s->contested_field = false;
        merge_name(e, s);
        for (size_t k = 0; k < s->children.len; k++)
            name_child(e, s, s->children.items[k]);
    }
}

static struct lifted lift_all(const struct merge_engine *e, const struct slot *s)
{
    return (struct lifted){{merge_lift(e, s, MERGE_BASE), merge_lift(e, s, MERGE_OURS),
        merge_lift(e, s, MERGE_THEIRS)}};
}

/* The two sides say the same, but for what follows from renames; names are compared as given. */
static bool same_on(
    const struct merge_engine *e, const struct slot *s, enum merge_side x, enum merge_side y)
{
    if (s->absorbed || s->v[x] == NULL || s->v[y] == NULL)
        return s->absorbed || s->v[x] == s->v[y];
    if (!merge_same_name(s->v[x]->name, s->v[y]->name) ||
        !merge_same_fields(merge_lift(e, s, x), merge_lift(e, s, y)))
        return false;
    for (size_t i = 0; i < s->children.len; i++) {
        if (!same_on(e, s->children.items[i], x, y))
            return false;
    }
    return true;
}

static bool renamed_on(const struct slot *s, enum merge_side side)
{
    return s->v[side] != NULL && !merge_same_name(s->v[MERGE_BASE]->name, s->v[side]->name);
}

static enum merge_code dropped_code(const struct slot *s, enum merge_side kept)
{
    bool renamed = renamed_on(s, kept);
    enum kind k = s->v[MERGE_BASE]->kind;
    if (s->table == NULL)
        return renamed ? MERGE_C104 : MERGE_C102;
    if (k == KIND_COLUMN)
        return renamed ? MERGE_C206 : MERGE_C204;
    return k == KIND_INDEX ? MERGE_C402 : k == KIND_PRIMARY_KEY ? MERGE_C301 : MERGE_C303;
}

static enum merge_side ask_whole(struct merge_engine *e, struct slot *s, enum merge_code code)
{
    struct flash_str unused = STR_NULL;
    struct finding f = merge_finding(code, s, NULL);
    return merge_conflict(e, &f, &unused);
}

/* One of the two has dropped it. */
static enum merge_side decide_dropped(struct merge_engine *e, struct slot *s)
{
    enum merge_side kept = s->v[MERGE_OURS] != NULL ? MERGE_OURS : MERGE_THEIRS;
    enum merge_side gone = kept == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
    bool contested = merge_terms_has(e, s, NULL);
    if (s->v[kept] == NULL)
        return gone;
    enum merge_side side = merge_terms_settle_whole(e, s);
    if (side != MERGE_ASK)
        return side;
    if (!contested && same_on(e, s, MERGE_BASE, kept))
        return gone;
    return ask_whole(e, s, dropped_code(s, kept));
}

/* MERGE_ASK: neither side alone, property by property. */
static enum merge_side decide(struct merge_engine *e, struct slot *s)
{
    const struct object *b = s->v[MERGE_BASE], *o = s->v[MERGE_OURS], *t = s->v[MERGE_THEIRS];
    bool trivial = e->in->terms == NULL && !s->forced_inside;
    if (b == NULL && (o == NULL || t == NULL))
        return o != NULL ? MERGE_OURS : MERGE_THEIRS;
    if (b != NULL && (o == NULL || t == NULL))
        return decide_dropped(e, s);
    if (trivial && merge_same_text(o, t))
        return MERGE_OURS;
    if (trivial && b != NULL && merge_same_text(b, o))
        return MERGE_THEIRS;
    if (trivial && b != NULL && merge_same_text(b, t))
        return MERGE_OURS;
    if (b == NULL && s->table == NULL)
        return same_on(e, s, MERGE_OURS, MERGE_THEIRS) ? MERGE_OURS : ask_whole(e, s, MERGE_C101);
    return MERGE_ASK;
}

static struct object *make_own(struct merge_engine *e, struct slot *s, enum merge_side side)
{
    struct lifted l = lift_all(e, s);
    if (side != MERGE_ASK)
        return (struct object *)merge_lift(e, s, side);
    struct object *made = merge_lift(e, s, MERGE_OURS);
    merge_fields(e, s, &l, made);
    return made;
}

/* For its conflicts alone. */
static void ask_only(struct merge_engine *e, struct slot *c)
{
    if (decide(e, c) == MERGE_ASK)
        make_own(e, c, MERGE_ASK);
}

static void make_child(struct merge_engine *e, struct slot *c, enum merge_side mode)
{
    c->made = NULL;
    c->alive = false;
    if (c->absorbed)
        return;
    if (c->forced && c->hanging && mode == MERGE_ASK)
        ask_only(e, c);
    enum merge_side side = c->forced ? c->force_side : mode != MERGE_ASK ? mode : decide(e, c);
    c->two_sided = side == MERGE_ASK;
    if (side != MERGE_ASK && c->v[side] == NULL)
        return;
    c->alive = true; /* so that it is lifted to its name */
    c->made = make_own(e, c, side);
    if (side != MERGE_ASK && c->table->v[MERGE_BASE] == NULL)
        c->made->name = c->v[side]->name;
}

static void add_children(struct merge_engine *e, struct slot *s, enum merge_side mode)
{
    struct slot_list columns = {0};
    struct object_list rest = {0};
    merge_column_order(e, s, mode, &columns);
    for (size_t i = 0; i < columns.len; i++)
        object_add_child(e->work, s->made, columns.items[i]->made);
    for (size_t i = 0; i < s->children.len; i++) {
        struct slot *c = s->children.items[i];
        if (!c->alive || c->made->kind == KIND_COLUMN)
            continue;
        c->made->ident = name_is_set(c->made->name) ? c->made->name.key
                                                    : intern(object_signature(e->work, c->made));
        object_list_add(e->work, &rest, c->made);
    }
    /* Of keys that a dialect takes for one the first decides: it must not matter who is ours. */
    object_list_sort(&rest);
    for (size_t i = 0; i < rest.len; i++)
        object_add_child(e->work, s->made, rest.items[i]);
}

static void make_as(struct merge_engine *e, struct slot *s, enum merge_side mode)
{
    s->made = s->done = NULL;
    s->verbatim = NULL;
    s->two_sided = mode == MERGE_ASK;
    s->alive = mode == MERGE_ASK || s->v[mode] != NULL;
    for (size_t i = 0; i < s->children.len; i++)
        s->children.items[i]->alive = s->children.items[i]->two_sided = false;
    if (!s->alive)
        return;
    s->made = make_own(e, s, mode);
    s->made->name = s->name;
    for (size_t i = 0; i < s->children.len; i++)
        make_child(e, s->children.items[i], mode);
    add_children(e, s, mode);
    if (mode != MERGE_ASK && !s->forced_inside && !merge_lift_changes(e, s, mode))
        s->verbatim = s->v[mode];
}

static void make_top(struct merge_engine *e, struct slot *s)
{
    if (s->forced && s->hanging)
        make_as(e, s, decide(e, s));
    make_as(e, s, s->forced ? s->force_side : decide(e, s));
}

void merge_make(struct merge_engine *e)
{
    for (size_t i = 0; i < e->tops.len; i++)
        make_top(e, e->tops.items[i]);
}

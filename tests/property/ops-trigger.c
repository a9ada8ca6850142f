#include "ops-trigger.h"

#include <string.h>

static bool trigger_aim(struct g_schema *s, struct rng *r, struct g_trigger *tr)
{
    struct g_table *t = g_some_table(s, r), *target = g_some_table(s, r);
    if (t == NULL)
        return false;
    bool on_view = s->nviews > 0 && rng_one_in(r, 5);
    tr->table = on_view ? s->views[rng_below(r, s->nviews)].uid : t->uid;
    tr->target = target->uid;
    tr->target_column = g_some_column(target, r)->uid;
    tr->of[0] = g_some_column(t, r)->uid;
    tr->of[1] = g_some_column(t, r)->uid;
    tr->nof = rng_below(r, 3);
    if (rng_one_in(r, 3))
        tr->when = g_some_expr(t, r, G_PREDICATES);
    return true;
}

bool op_trigger_add(struct g_schema *s, struct rng *r)
{
    struct g_trigger tr = {.timing = (uint8_t)rng_below(r, 2), .event = (uint8_t)rng_below(r, 3)};
    if (s->ntriggers == G_TRIGGERS || !trigger_aim(s, r, &tr))
        return false;
    g_make_name(s, r, "tr", tr.name);
    tr.uid = s->next_uid;
    tr.form = (uint8_t)rng_below(r, 5);
    tr.number = (uint8_t)rng_below(r, 9);
    s->triggers[s->ntriggers++] = tr;
    return true;
}

bool op_trigger_drop(struct g_schema *s, struct rng *r)
{
    if (s->ntriggers == 0)
        return false;
    size_t i = rng_below(r, s->ntriggers);
    memmove(&s->triggers[i], &s->triggers[i + 1], (--s->ntriggers - i) * sizeof(s->triggers[0]));
    return true;
}

static struct g_trigger *some_trigger(struct g_schema *s, struct rng *r)
{
    return s->ntriggers == 0 ? NULL : &s->triggers[rng_below(r, s->ntriggers)];
}

bool op_trigger_timing(struct g_schema *s, struct rng *r)
{
    struct g_trigger *tr = some_trigger(s, r);
    if (tr != NULL)
        tr->timing = !tr->timing;
    return tr != NULL;
}

bool op_trigger_event(struct g_schema *s, struct rng *r)
{
    struct g_trigger *tr = some_trigger(s, r);
    if (tr != NULL)
        tr->event = g_other_than(tr->event, r, 3);
    return tr != NULL;
}

bool op_trigger_of(struct g_schema *s, struct rng *r)
{
    struct g_trigger *tr = some_trigger(s, r);
    struct g_table *t = tr != NULL ? g_table_find(s, tr->table) : NULL;
    if (t == NULL)
        return false;
    tr->event = 1;
    tr->nof = tr->nof > 0 && rng_one_in(r, 2) ? 0 : 1 + rng_below(r, 2);
    tr->of[0] = g_some_column(t, r)->uid;
    tr->of[1] = g_some_column(t, r)->uid;
    return true;
}

bool op_trigger_table(struct g_schema *s, struct rng *r)
{
    struct g_trigger *tr = some_trigger(s, r);
    return tr != NULL && trigger_aim(s, r, tr);
}

bool op_trigger_when(struct g_schema *s, struct rng *r)
{
    struct g_trigger *tr = some_trigger(s, r);
    struct g_table *t = tr != NULL ? g_table_find(s, tr->table) : NULL;
    if (t == NULL)
        return false;
    if (tr->when.column != 0 && rng_one_in(r, 2))
        tr->when.column = 0;
    else
        tr->when = g_some_expr(t, r, G_PREDICATES);
    return true;
}

bool op_trigger_body(struct g_schema *s, struct rng *r)
{
    struct g_trigger *tr = some_trigger(s, r);
    if (tr != NULL)
        tr->form = g_other_than(tr->form, r, 5);
    return tr != NULL;
}

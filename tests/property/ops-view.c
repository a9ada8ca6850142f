#include "ops-view.h"

#include <string.h>

static void some_view_columns(struct g_table *t, struct rng *r, struct g_view *v)
{
    v->len = rng_below(r, 3);
    for (size_t i = 0; i < v->len; i++)
        v->columns[i] = g_some_column(t, r)->uid;
}

bool op_view_add(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL || s->nviews == G_VIEWS)
        return false;
    struct g_view *v = &s->views[s->nviews++];
    *v = (struct g_view){.table = t->uid};
    g_make_name(s, r, "v", v->name);
    v->uid = s->next_uid;
    v->form = (uint8_t)rng_below(r, 4);
    some_view_columns(t, r, v);
    v->named = rng_one_in(r, 3);
    if (rng_one_in(r, 3))
        v->where = g_some_expr(t, r, G_PREDICATES);
    if (rng_one_in(r, 4))
        v->join = g_some_table(s, r)->uid;
    if (s->nviews > 1 && rng_one_in(r, 5))
        *v = (struct g_view){.uid = v->uid, .table = s->views[0].uid, .form = v->form};
    if (v->name[0] == '\0')
        g_make_name(s, r, "v", v->name);
    return true;
}

bool op_view_drop(struct g_schema *s, struct rng *r)
{
    if (s->nviews == 0)
        return false;
    size_t i = rng_below(r, s->nviews);
    memmove(&s->views[i], &s->views[i + 1], (--s->nviews - i) * sizeof(s->views[0]));
    return true;
}

bool op_view_columns(struct g_schema *s, struct rng *r)
{
    if (s->nviews == 0)
        return false;
    struct g_view *v = &s->views[rng_below(r, s->nviews)];
    v->named = !v->named;
    return true;
}

bool op_view_query(struct g_schema *s, struct rng *r)
{
    if (s->nviews == 0)
        return false;
    struct g_view *v = &s->views[rng_below(r, s->nviews)];
    struct g_table *t = g_table_find(s, v->table);
    if (t == NULL)
        return false;
    v->form = (uint8_t)rng_below(r, 4);
    v->where = rng_one_in(r, 2) ? g_some_expr(t, r, G_PREDICATES) : (struct g_expr){0};
    some_view_columns(t, r, v);
    return true;
}

bool op_virtual_add(struct g_schema *s, struct rng *r)
{
    if (s->nvirtuals == G_VIRTUALS)
        return false;
    struct g_virtual *v = &s->virtuals[s->nvirtuals++];
    *v = (struct g_virtual){.module = (uint8_t)rng_below(r, 2), .args = (uint8_t)rng_below(r, 3)};
    g_make_name(s, r, "vt", v->name);
    v->uid = s->next_uid;
    return true;
}

bool op_virtual_drop(struct g_schema *s, struct rng *r)
{
    (void)r;
    if (s->nvirtuals == 0)
        return false;
    s->nvirtuals--;
    return true;
}

bool op_virtual_change(struct g_schema *s, struct rng *r)
{
    if (s->nvirtuals == 0)
        return false;
    struct g_virtual *v = &s->virtuals[rng_below(r, s->nvirtuals)];
    if (rng_one_in(r, 2))
        v->module = !v->module;
    else
        v->args = g_other_than(v->args, r, 3);
    return true;
}

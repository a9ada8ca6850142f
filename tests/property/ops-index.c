#include "ops-index.h"

bool op_index_add(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL || t->nindexes == G_INDEXES)
        return false;
    struct g_index *ix = &t->indexes[t->nindexes++];
    *ix = (struct g_index){.uid = ++s->next_uid, .unique = rng_one_in(r, 4)};
    g_make_name(s, r, "ix", ix->name);
    g_some_keys(t, r, &ix->keys);
    if (rng_one_in(r, 4))
        ix->keys.items[0] = (struct g_key){.expr = g_some_expr(t, r, G_VALUES)};
    if (rng_one_in(r, 4))
        ix->where = g_some_expr(t, r, G_PREDICATES);
    return true;
}

static struct g_index *some_index(struct g_schema *s, struct rng *r, struct g_table **table)
{
    for (size_t n = 0, at = rng_below(r, s->ntables); n < s->ntables; n++) {
        struct g_table *t = *table = &s->tables[(at + n) % s->ntables];
        if (t->nindexes > 0)
            return &t->indexes[rng_below(r, t->nindexes)];
    }
    return NULL;
}

bool op_index_drop(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    if (some_index(s, r, &t) == NULL)
        return false;
    t->nindexes--;
    return true;
}

bool op_index_rename(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_index *ix = some_index(s, r, &t);
    if (ix != NULL)
        g_make_name(s, r, "ix", ix->name);
    return ix != NULL;
}

bool op_index_unique(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_index *ix = some_index(s, r, &t);
    if (ix != NULL)
        ix->unique = !ix->unique;
    return ix != NULL;
}

bool op_index_keys(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_index *ix = some_index(s, r, &t);
    if (ix != NULL)
        g_change_keys(t, r, &ix->keys);
    return ix != NULL;
}

bool op_index_where(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_index *ix = some_index(s, r, &t);
    if (ix == NULL)
        return false;
    if (ix->where.column != 0 && rng_one_in(r, 2))
        ix->where.column = 0;
    else
        ix->where = g_some_expr(t, r, G_PREDICATES);
    return true;
}

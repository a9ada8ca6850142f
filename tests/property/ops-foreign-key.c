#include "ops-foreign-key.h"

bool op_check_add(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL || t->nchecks == G_CHECKS)
        return false;
    struct g_check *c = &t->checks[t->nchecks++];
    *c = (struct g_check){.uid = ++s->next_uid, .expr = g_some_expr(t, r, G_PREDICATES)};
    if (rng_one_in(r, 2))
        g_make_name(s, r, "ck", c->name);
    return true;
}

static struct g_check *some_check(struct g_schema *s, struct rng *r, struct g_table **table)
{
    for (size_t n = 0, at = rng_below(r, s->ntables); n < s->ntables; n++) {
        struct g_table *t = *table = &s->tables[(at + n) % s->ntables];
        if (t->nchecks > 0)
            return &t->checks[rng_below(r, t->nchecks)];
    }
    return NULL;
}

bool op_check_drop(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    if (some_check(s, r, &t) == NULL)
        return false;
    t->nchecks--;
    return true;
}

bool op_check_expression(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_check *c = some_check(s, r, &t);
    if (c == NULL)
        return false;
    c->expr = g_some_expr(t, r, G_PREDICATES);
    if (c->name[0] == '\0')
        g_make_name(s, r, "ck", c->name);
    return true;
}

bool op_check_name(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_check *c = some_check(s, r, &t);
    if (c == NULL)
        return false;
    if (c->name[0] != '\0')
        c->name[0] = '\0';
    else
        g_make_name(s, r, "ck", c->name);
    return true;
}

/* To the primary key or a unique constraint of any table, its own included. */
static bool aim(struct g_schema *s, struct rng *r, struct g_table *t, struct g_fk *fk)
{
    struct g_table *parent = g_some_table(s, r);
    bool to_pk = parent->pk.len > 0 && (parent->nuniques == 0 || rng_one_in(r, 2));
    const struct g_keys *k = to_pk ? &parent->pk
                             : parent->nuniques > 0
                                 ? &parent->uniques[rng_below(r, parent->nuniques)].keys
                                 : NULL;
    if (k == NULL)
        return false;
    fk->ref_table = parent->uid;
    fk->len = k->len;
    fk->implicit = to_pk && rng_one_in(r, 2);
    for (size_t i = 0; i < k->len; i++) {
        fk->ref_columns[i] = k->items[i].column;
        fk->columns[i] = g_some_column(t, r)->uid;
    }
    return k->len < 2 || fk->columns[0] != fk->columns[1];
}

bool op_fk_add(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL || t->nfks == G_FKS)
        return false;
    struct g_fk fk = {.uid = ++s->next_uid};
    if (!aim(s, r, t, &fk))
        return false;
    if (rng_one_in(r, 3))
        g_make_name(s, r, "fk", fk.name);
    fk.on_delete = rng_one_in(r, 2) ? (uint8_t)rng_below(r, GA__COUNT) : 0;
    t->fks[t->nfks++] = fk;
    return true;
}

static struct g_fk *some_fk(struct g_schema *s, struct rng *r, struct g_table **table)
{
    for (size_t n = 0, at = rng_below(r, s->ntables); n < s->ntables; n++) {
        struct g_table *t = *table = &s->tables[(at + n) % s->ntables];
        if (t->nfks > 0)
            return &t->fks[rng_below(r, t->nfks)];
    }
    return NULL;
}

bool op_fk_drop(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    if (some_fk(s, r, &t) == NULL)
        return false;
    t->nfks--;
    return true;
}

/* Named, so that it is the same foreign key that changes. */
bool op_fk_aim(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_fk *fk = some_fk(s, r, &t);
    if (fk == NULL)
        return false;
    struct g_fk other = *fk;
    if (!aim(s, r, t, &other))
        return false;
    if (other.name[0] == '\0')
        g_make_name(s, r, "fk", other.name);
    *fk = other;
    return true;
}

bool op_fk_implicit(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_fk *fk = some_fk(s, r, &t);
    if (fk != NULL)
        fk->implicit = !fk->implicit;
    return fk != NULL;
}

bool op_fk_on_delete(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_fk *fk = some_fk(s, r, &t);
    if (fk != NULL)
        fk->on_delete = g_toggle(fk->on_delete, r, GA__COUNT);
    return fk != NULL;
}

bool op_fk_on_update(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_fk *fk = some_fk(s, r, &t);
    if (fk != NULL)
        fk->on_update = g_toggle(fk->on_update, r, GA__COUNT);
    return fk != NULL;
}

bool op_fk_deferral(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_fk *fk = some_fk(s, r, &t);
    if (fk != NULL)
        fk->deferral = g_toggle(fk->deferral, r, 3);
    return fk != NULL;
}

bool op_fk_match(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_fk *fk = some_fk(s, r, &t);
    if (fk != NULL)
        fk->match = g_toggle(fk->match, r, 3);
    return fk != NULL;
}

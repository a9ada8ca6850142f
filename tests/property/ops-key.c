#include "ops-key.h"

struct g_key g_some_key(struct g_table *t, struct rng *r)
{
    struct g_key k = {.column = g_some_column(t, r)->uid};
    k.collation = rng_one_in(r, 5) ? (uint8_t)rng_below(r, GC__COUNT) : GC_NONE;
    k.desc = rng_one_in(r, 5);
    return k;
}

void g_some_keys(struct g_table *t, struct rng *r, struct g_keys *k)
{
    k->len = 1 + rng_below(r, 2);
    for (size_t i = 0; i < k->len; i++)
        k->items[i] = g_some_key(t, r);
}

/* Another direction, collation or length of a key that is there. */
void g_change_keys(struct g_table *t, struct rng *r, struct g_keys *k)
{
    size_t i = rng_below(r, k->len);
    switch (rng_below(r, 4)) {
    case 0: k->items[i].desc = !k->items[i].desc; return;
    case 1: k->items[i].collation = g_toggle(k->items[i].collation, r, GC__COUNT); return;
    case 2:
        if (k->len < G_KEYS)
            k->items[k->len++] = g_some_key(t, r);
        return;
    default: k->items[i] = g_some_key(t, r); return;
    }
}

bool op_primary_key(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL)
        return false;
    if (t->pk.len == 0)
        g_some_keys(t, r, &t->pk);
    else if (rng_one_in(r, 3))
        t->pk.len = 0;
    else
        g_change_keys(t, r, &t->pk);
    return true;
}

bool op_primary_key_conflict(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL || t->pk.len == 0)
        return false;
    t->pk_conflict = g_toggle(t->pk_conflict, r, GF__COUNT);
    return true;
}

bool op_primary_key_name(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL || t->pk.len == 0)
        return false;
    if (t->pk_name[0] != '\0')
        t->pk_name[0] = '\0';
    else
        g_make_name(s, r, "pk", t->pk_name);
    return true;
}

static void make_rowid_key(struct g_table *t)
{
    t->without_rowid = false;
    t->columns[0].type = GT_INTEGER;
    t->columns[0].generated = 0;
    t->pk = (struct g_keys){.items = {{.column = t->columns[0].uid}}, .len = 1};
}

bool op_primary_key_autoincrement(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL)
        return false;
    t->autoincrement = !t->autoincrement;
    if (t->autoincrement)
        make_rowid_key(t);
    return true;
}

bool op_primary_key_rowid(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL)
        return false;
    if (t->pk.len == 1 && g_is_rowid(t, g_column_at(t, t->pk.items[0].column)))
        g_column_find(t, t->pk.items[0].column)->type = GT_INT;
    else
        make_rowid_key(t);
    return true;
}

bool op_unique_add(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL || t->nuniques == G_UNIQUES)
        return false;
    struct g_unique *u = &t->uniques[t->nuniques++];
    *u = (struct g_unique){.uid = ++s->next_uid};
    g_some_keys(t, r, &u->keys);
    if (rng_one_in(r, 2))
        g_make_name(s, r, "uq", u->name);
    return true;
}

static struct g_unique *some_unique(struct g_schema *s, struct rng *r, struct g_table **table)
{
    for (size_t n = 0, at = rng_below(r, s->ntables); n < s->ntables; n++) {
        struct g_table *t = *table = &s->tables[(at + n) % s->ntables];
        if (t->nuniques > 0)
            return &t->uniques[rng_below(r, t->nuniques)];
    }
    return NULL;
}

bool op_unique_drop(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    if (some_unique(s, r, &t) == NULL)
        return false;
    t->nuniques--;
    return true;
}

bool op_unique_keys(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_unique *u = some_unique(s, r, &t);
    if (u != NULL)
        g_change_keys(t, r, &u->keys);
    return u != NULL;
}

bool op_unique_conflict(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_unique *u = some_unique(s, r, &t);
    if (u != NULL)
        u->conflict = g_toggle(u->conflict, r, GF__COUNT);
    return u != NULL;
}

bool op_unique_name(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_unique *u = some_unique(s, r, &t);
    if (u == NULL)
        return false;
    if (u->name[0] != '\0' && rng_one_in(r, 2))
        u->name[0] = '\0';
    else
        g_make_name(s, r, "uq", u->name);
    return true;
}

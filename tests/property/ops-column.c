#include "ops-column.h"

#include <string.h>

bool g_add_column(struct g_schema *s, struct rng *r, struct g_table *t)
{
    if (t == NULL || t->ncolumns == G_COLUMNS)
        return false;
    size_t at = rng_one_in(r, 3) ? rng_below(r, t->ncolumns + 1) : t->ncolumns;
    struct g_column c = {.type = (uint8_t)rng_below(r, t->strict ? GT_STRICT_COUNT : GT__COUNT)};
    g_make_name(s, r, rng_one_in(r, 2) ? "c" : "Col", c.name);
    c.uid = s->next_uid;
    c.def = rng_one_in(r, 2) ? (uint8_t)rng_below(r, G_DEFAULTS) : 0;
    c.not_null = c.def != 0 && rng_one_in(r, 3);
    c.collation = rng_one_in(r, 6) ? (uint8_t)rng_below(r, GC__COUNT) : GC_NONE;
    if (t->ncolumns > 0 && rng_one_in(r, 8)) {
        c.generated = (uint8_t)(1 + rng_below(r, 2));
        c.value = g_some_expr(t, r, G_VALUES);
    }
    memmove(&t->columns[at + 1], &t->columns[at], (t->ncolumns - at) * sizeof(c));
    t->columns[at] = c;
    t->ncolumns++;
    return true;
}

bool op_column_add(struct g_schema *s, struct rng *r)
{
    return g_add_column(s, r, g_some_table(s, r));
}

bool op_column_drop(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t == NULL || t->ncolumns < 2)
        return false;
    size_t i = rng_below(r, t->ncolumns);
    memmove(&t->columns[i], &t->columns[i + 1], (--t->ncolumns - i) * sizeof(t->columns[0]));
    return true;
}

bool op_column_rename(struct g_schema *s, struct rng *r)
{
    struct g_column *c = g_some_column(g_some_table(s, r), r);
    if (c != NULL)
        g_make_name(s, r, "new", c->name);
    return c != NULL;
}

static struct g_table *some_wide_table(struct g_schema *s, struct rng *r, size_t ncolumns)
{
    for (size_t n = 0, at = rng_below(r, s->ntables); n < s->ntables; n++) {
        struct g_table *t = &s->tables[(at + n) % s->ntables];
        if (t->ncolumns >= ncolumns)
            return t;
    }
    return NULL;
}

/* One column past two others at least: of two neighbours that change places it would be open which
 * one moved. */
bool op_column_move(struct g_schema *s, struct rng *r)
{
    struct g_table *t = some_wide_table(s, r, 3);
    if (t == NULL)
        return false;
    size_t low = rng_below(r, t->ncolumns - 2);
    size_t high = low + 2 + rng_below(r, t->ncolumns - low - 2);
    bool up = rng_one_in(r, 2);
    struct g_column c = t->columns[up ? low : high];
    if (up)
        memmove(&t->columns[low], &t->columns[low + 1], (high - low) * sizeof(c));
    else
        memmove(&t->columns[low + 1], &t->columns[low], (high - low) * sizeof(c));
    t->columns[up ? high : low] = c;
    return true;
}

bool op_column_type(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    struct g_column *c = g_some_column(t, r);
    if (c != NULL)
        c->type = g_other_than(c->type, r, t->strict ? GT_STRICT_COUNT : GT__COUNT);
    return c != NULL;
}

bool op_column_not_null(struct g_schema *s, struct rng *r)
{
    struct g_column *c = g_some_column(g_some_table(s, r), r);
    if (c == NULL)
        return false;
    c->not_null = !c->not_null;
    if (c->not_null && c->generated == 0 && c->def == 0 && !rng_one_in(r, 3))
        c->def = (uint8_t)(1 + rng_below(r, G_DEFAULTS - 1));
    return true;
}

bool op_column_not_null_conflict(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    for (size_t i = 0; t != NULL && i < t->ncolumns; i++) {
        struct g_column *c = &t->columns[i];
        if (!c->not_null)
            continue;
        c->not_null_conflict = g_toggle(c->not_null_conflict, r, GF__COUNT);
        return true;
    }
    return false;
}

bool op_column_default(struct g_schema *s, struct rng *r)
{
    struct g_column *c = g_some_column(g_some_table(s, r), r);
    if (c == NULL || c->generated != 0)
        return false;
    c->def = g_toggle(c->def, r, G_DEFAULTS);
    return true;
}

bool op_column_collation(struct g_schema *s, struct rng *r)
{
    struct g_column *c = g_some_column(g_some_table(s, r), r);
    if (c != NULL)
        c->collation = g_toggle(c->collation, r, GC__COUNT);
    return c != NULL;
}

bool op_column_generated(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    struct g_column *c = g_some_column(t, r);
    if (c == NULL)
        return false;
    c->generated = g_toggle(c->generated, r, 3);
    if (c->generated != 0 && (c->value.column == 0 || rng_one_in(r, 2)))
        c->value = g_some_expr(t, r, G_VALUES);
    return true;
}

static struct g_column *some_generated(struct g_schema *s, struct rng *r, struct g_table **table)
{
    for (size_t n = 0, at = rng_below(r, s->ntables); n < s->ntables; n++) {
        struct g_table *t = &s->tables[(at + n) % s->ntables];
        for (size_t i = 0; i < t->ncolumns; i++) {
            *table = t;
            if (t->columns[i].generated != 0)
                return &t->columns[i];
        }
    }
    return NULL;
}

bool op_column_generated_kind(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_column *c = some_generated(s, r, &t);
    if (c != NULL)
        c->generated = c->generated == 1 ? 2 : 1;
    return c != NULL;
}

bool op_column_generated_value(struct g_schema *s, struct rng *r)
{
    struct g_table *t;
    struct g_column *c = some_generated(s, r, &t);
    if (c != NULL)
        c->value = g_some_expr(t, r, G_VALUES);
    return c != NULL;
}

#include "ops-table.h"

#include <string.h>

bool op_table_add(struct g_schema *s, struct rng *r)
{
    if (s->ntables == G_TABLES)
        return false;
    struct g_table *t = &s->tables[s->ntables++];
    *t = (struct g_table){0};
    g_make_name(s, r, rng_one_in(r, 2) ? "t" : "Table", t->name);
    t->uid = s->next_uid;
    t->strict = rng_one_in(r, 5);
    for (uint32_t n = 1 + rng_below(r, 5); n > 0; n--)
        g_add_column(s, r, t);
    if (!rng_one_in(r, 4)) {
        t->pk = (struct g_keys){.items = {{.column = t->columns[0].uid}}, .len = 1};
        t->columns[0].generated = 0;
        if (rng_one_in(r, 2))
            t->columns[0].type = GT_INTEGER;
    }
    return true;
}

bool op_table_drop(struct g_schema *s, struct rng *r)
{
    if (s->ntables < 2)
        return false;
    size_t i = rng_below(r, s->ntables);
    memmove(&s->tables[i], &s->tables[i + 1], (--s->ntables - i) * sizeof(s->tables[0]));
    return true;
}

bool op_table_rename(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t != NULL)
        g_make_name(s, r, "renamed", t->name);
    return t != NULL;
}

bool op_table_strict(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t != NULL)
        t->strict = !t->strict;
    return t != NULL;
}

bool op_table_without_rowid(struct g_schema *s, struct rng *r)
{
    struct g_table *t = g_some_table(s, r);
    if (t != NULL)
        t->without_rowid = !t->without_rowid;
    return t != NULL;
}

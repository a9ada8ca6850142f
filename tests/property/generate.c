#include "generate.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "operations.h"
#include "repair.h"

struct g_table *g_table_find(struct g_schema *s, uint32_t uid)
{
    for (size_t i = 0; i < s->ntables; i++) {
        if (s->tables[i].uid == uid)
            return &s->tables[i];
    }
    return NULL;
}

struct g_view *g_view_find(struct g_schema *s, uint32_t uid)
{
    for (size_t i = 0; i < s->nviews; i++) {
        if (s->views[i].uid == uid)
            return &s->views[i];
    }
    return NULL;
}

struct g_column *g_column_find(struct g_table *t, uint32_t uid)
{
    for (size_t i = 0; i < t->ncolumns; i++) {
        if (t->columns[i].uid == uid)
            return &t->columns[i];
    }
    return NULL;
}

/* The number at the end keeps names apart in any case. */
void g_make_name(struct g_schema *s, struct rng *r, const char *prefix, char *out)
{
    static const char *const forms[] = {"%s%u", "%s%u", "%s_%u", "%s%u", "My%s%u", "%s %u",
        "%s\"%u", "%s'%u", "%s-%u", "\xc3\xa9t\xc3\xa9%s%u", "\xf0\x9f\x98\x80%s%u", "%s`%u",
        "select.%s%u", "%s]%u", "%s.%u", "%%%s%u"};
    const char *form = forms[rng_below(r, ARRAY_LEN(forms))];
    unsigned n = ++s->next_uid;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(out, G_NAME, form, prefix, n);
#pragma GCC diagnostic pop
}

struct g_table *g_some_table(struct g_schema *s, struct rng *r)
{
    return s->ntables == 0 ? NULL : &s->tables[rng_below(r, s->ntables)];
}

struct g_column *g_some_column(struct g_table *t, struct rng *r)
{
    return t == NULL ? NULL : &t->columns[rng_below(r, t->ncolumns)];
}

struct g_expr g_some_expr(struct g_table *t, struct rng *r, uint32_t forms)
{
    return (struct g_expr){.column = g_some_column(t, r)->uid,
        .form = (uint8_t)rng_below(r, forms),
        .number = (uint8_t)rng_below(r, 9)};
}

uint8_t g_other_than(uint8_t was, struct rng *r, uint32_t n)
{
    return (uint8_t)((was + 1 + rng_below(r, n - 1)) % n);
}

/* Something or nothing, each as often. */
uint8_t g_toggle(uint8_t was, struct rng *r, uint32_t n)
{
    return was != 0 && rng_one_in(r, 2) ? 0 : g_other_than(was, r, n);
}

struct operation {
    const char *name;
    bool (*run)(struct g_schema *s, struct rng *r);
    uint8_t weight;
};

static const struct operation operations[] = {
#define OPERATION(name, function, weight) {name, function, weight},
#include "operations.def"
#undef OPERATION
};

static const struct operation *pick(struct rng *r)
{
    unsigned total = 0;
    for (size_t i = 0; i < ARRAY_LEN(operations); i++)
        total += operations[i].weight;
    unsigned at = rng_below(r, total);
    for (size_t i = 0;; i++) {
        if (at < operations[i].weight)
            return &operations[i];
        at -= operations[i].weight;
    }
}

const char *g_operation_name(uint64_t op_seed)
{
    struct rng r = {op_seed};
    return pick(&r)->name;
}

void g_mutate(struct g_schema *s, uint64_t op_seed)
{
    struct rng r = {op_seed};
    const struct operation *op = pick(&r);
    if (s->ntables == 0)
        op_table_add(s, &r);
    op->run(s, &r);
    g_repair(s);
}

#include "triple.h"

#include "base/str.h"
#include "write.h"

static size_t draw(struct rng *r, uint64_t *ops, size_t least, size_t most)
{
    size_t n = least + rng_below(r, most - least + 1);
    for (size_t i = 0; i < n; i++)
        ops[i] = rng_next(r);
    return n;
}

void triple_make(struct triple *t, uint64_t seed)
{
    struct rng r = rng_child(seed, 7);
    *t = (struct triple){.seed = seed};
    t->nbase = draw(&r, t->base, 8, TRIPLE_OPS_BASE);
    t->nours = draw(&r, t->ours, 1, TRIPLE_OPS);
    t->ntheirs = draw(&r, t->theirs, 1, TRIPLE_OPS);
    t->apart = !rng_one_in(&r, 6);
}

static void mutate(struct g_schema *s, const uint64_t *ops, size_t n)
{
    for (size_t i = 0; i < n; i++)
        g_mutate(s, ops[i]);
}

static bool parse(struct side *side, const struct g_schema *g, uint64_t style, struct schema **out)
{
    struct strbuf b;
    strbuf_init(&b, side->arena, 1000000);
    g_write_tables(g, style, &b);
    g_write_rest(g, style, &b);
    return side_parse(side, "triple.sql", strbuf_str(&b), out) == 0;
}

bool triple_schemas(const struct triple *t, struct side *side, struct schemas *out)
{
    *out = (struct schemas){0};
    mutate(&out->g[MERGE_BASE], t->base, t->nbase);
    out->g[MERGE_OURS] = out->g[MERGE_THEIRS] = out->g[MERGE_BASE];
    if (t->apart)
        out->g[MERGE_THEIRS].next_uid += 500;
    mutate(&out->g[MERGE_OURS], t->ours, t->nours);
    mutate(&out->g[MERGE_THEIRS], t->theirs, t->ntheirs);
    for (unsigned i = 0; i < MERGE_SIDES; i++) {
        if (!parse(side, &out->g[i], t->seed + i, &out->s[i]))
            return false;
        side_renames(side, &out->g[MERGE_BASE], &out->g[i], &out->renames[i]);
    }
    return true;
}

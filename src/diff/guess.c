#include "diff/guess.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/str.h"

#define PROPOSE      60   /* percent */
#define COMMON       32   /* a column name that so many dropped tables have says nothing */
#define COLUMN_PAIRS 4096 /* dropped times added of one table */
#define DISTANCE_MAX 32

struct candidate {
    const struct change *drop, *add;
    unsigned percent;
    size_t number; /* of several that are as good, the first found */
};

struct guesser {
    VEC(struct candidate) candidates;
    struct arena *arena; /* scratch */
};

static void propose(
    struct guesser *g, const struct change *drop, const struct change *add, unsigned percent)
{
    size_t number = g->candidates.len;
    if (percent >= PROPOSE)
        *vec_push(g->arena, &g->candidates) = (struct candidate){drop, add, percent, number};
}

static unsigned spelling_percent(struct flash_str a, struct flash_str b)
{
    size_t longest = a.len > b.len ? a.len : b.len;
    unsigned d = str_distance(a, b, DISTANCE_MAX);
    if (longest == 0 || d >= longest || d >= DISTANCE_MAX)
        return 0;
    return (unsigned)(100 - 100 * d / longest);
}

static bool same_type(const struct column *a, const struct column *b)
{
    return str_eq_nocase(a->type.text, b->type.text);
}

/* Shared columns of all columns; one of another type counts half. */
static unsigned table_percent(const struct object *from, const struct object *to)
{
    size_t total = table_column_count(from) + table_column_count(to), shared = 0;
    for (size_t i = 0; i < to->children.len && to->children.items[i]->kind == KIND_COLUMN; i++) {
        const struct column *b = (const struct column *)to->children.items[i];
        const struct column *a = table_column(from, b->base.name.key);
        if (a != NULL)
            shared += same_type(a, b) ? 2 : 1;
    }
    return total == 0 ? 0 : (unsigned)(100 * shared / total);
}

struct holders {
    const struct change *items[COMMON];
    size_t len; /* COMMON: too many */
};

/* Dropped tables by the names of their columns. */
static void note_dropped(struct guesser *g, struct map *by_column, const struct change *drop)
{
    const struct object_list *l = &drop->from->children;
    for (size_t i = 0; i < l->len && l->items[i]->kind == KIND_COLUMN; i++) {
        struct holders *h = map_get_ptr(by_column, l->items[i]->name.key);
        if (h == NULL) {
            h = arena_new(g->arena, struct holders);
            map_put_ptr(g->arena, by_column, l->items[i]->name.key, h);
        }
        if (h->len < COMMON)
            h->items[h->len++] = drop;
    }
}

static void guess_table(struct guesser *g, const struct map *by_column, const struct change *add)
{
    struct map seen = {0};
    const struct object_list *l = &add->to->children;
    for (size_t i = 0; i < l->len && l->items[i]->kind == KIND_COLUMN; i++) {
        const struct holders *h = map_get_ptr(by_column, l->items[i]->name.key);
        if (h == NULL || h->len == COMMON)
            continue;
        for (size_t k = 0; k < h->len; k++) {
            const struct change *drop = h->items[k];
            if (drop->from->ns.key == add->to->ns.key &&
                map_put_ptr(g->arena, &seen, drop, g) == NULL)
                propose(g, drop, add, table_percent(drop->from, add->to));
        }
    }
}

static void guess_tables(struct guesser *g, const struct change_list *changes)
{
    struct map by_column = {0};
    for (size_t i = 0; i < changes->len; i++) {
        const struct change *c = &changes->items[i];
        if (c->op == CHANGE_DROP && c->from->kind == KIND_TABLE)
            note_dropped(g, &by_column, c);
    }
    if (by_column.live == 0)
        return;
    for (size_t i = 0; i < changes->len; i++) {
        const struct change *c = &changes->items[i];
        if (c->op == CHANGE_ADD && c->to->kind == KIND_TABLE)
            guess_table(g, &by_column, c);
    }
}

static const struct symbol *neighbour(const struct object *column, int step)
{
    const struct object_list *l = &column->parent->children;
    size_t i = (size_t)((ptrdiff_t)column->slot + step);
    return i < l->len && l->items[i]->kind == KIND_COLUMN ? l->items[i]->name.key : NULL;
}

static unsigned column_percent(const struct object *from, const struct object *to)
{
    static const char *const alike[] = {"not null", "default", "collation", "generated"};
    unsigned percent = 0;
    if (same_type((const struct column *)from, (const struct column *)to))
        percent += 40;
    for (size_t i = 0; i < ARRAY_LEN(alike); i++)
        percent += field_equal(field_find(KIND_COLUMN, alike[i]), from, to) ? 5 : 0;
    percent += neighbour(from, -1) == neighbour(to, -1) ? 10 : 0;
    percent += neighbour(from, 1) == neighbour(to, 1) ? 10 : 0;
    return percent + spelling_percent(from->name.key->text, to->name.key->text) / 5;
}

static void guess_columns(struct guesser *g, const struct change_list *children)
{
    VEC(const struct change *) drops = {0}, adds = {0};
    for (size_t i = 0; i < children->len; i++) {
        const struct change *c = &children->items[i];
        if (change_object(c)->kind != KIND_COLUMN || c->op == CHANGE_MODIFY)
            continue;
        if (c->op == CHANGE_DROP)
            *vec_push(g->arena, &drops) = c;
        else
            *vec_push(g->arena, &adds) = c;
    }
    if (drops.len * adds.len > COLUMN_PAIRS)
        return;
    for (size_t i = 0; i < drops.len; i++) {
        for (size_t k = 0; k < adds.len; k++)
            propose(g, drops.items[i], adds.items[k],
                column_percent(drops.items[i]->from, adds.items[k]->to));
    }
}

/* Everything but the name, as text. */
static struct flash_str content_key(struct guesser *g, const struct object *o)
{
    const struct field_table *t = field_table(o->kind);
    struct strbuf b;
    strbuf_init(&b, g->arena, LIMIT_FILE);
    strbuf_addf(&b, "%u", (unsigned)o->kind);
    for (size_t i = 0; i < t->len; i++) {
        strbuf_addc(&b, '\n');
        strbuf_add(&b, field_show(g->arena, &t->fields[i], o));
    }
    return strbuf_str(&b);
}

static bool by_content(enum kind k)
{
    return k == KIND_INDEX || k == KIND_VIEW || k == KIND_TRIGGER;
}

static void guess_same(struct guesser *g, const struct change_list *changes)
{
    struct map dropped = {0};
    for (size_t i = 0; i < changes->len; i++) {
        struct change *c = &changes->items[i];
        if (c->op == CHANGE_DROP && by_content(c->from->kind))
            map_put(g->arena, &dropped, content_key(g, c->from), c);
    }
    for (size_t i = 0; dropped.live > 0 && i < changes->len; i++) {
        const struct change *c = &changes->items[i];
        if (c->op != CHANGE_ADD || !by_content(c->to->kind))
            continue;
        const struct change *drop = map_remove(&dropped, content_key(g, c->to));
        if (drop != NULL)
            propose(g, drop, c, 100);
    }
}

static int candidate_cmp(const void *va, const void *vb)
{
    const struct candidate *a = va, *b = vb;
    if (a->percent != b->percent)
        return a->percent > b->percent ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static void add_guess(struct rename_guess_list *out, const struct candidate *c, struct arena *perm)
{
    const struct object *from = c->drop->from, *to = c->add->to;
    const struct object *top = to->parent != NULL ? to->parent : to;
    struct rename_guess *guess = vec_push(perm, out);
    guess->percent = c->percent;
    guess->rename = (struct rename){.kind = to->kind,
        .ns = top->ns.key,
        .table = to->kind == KIND_COLUMN ? top->name.key : NULL,
        .from = from->name.key,
        .to = to->name.key,
        .origin = "guess"};
}

void diff_guess_renames(const struct change_list *changes, struct arena *perm, struct arena scratch,
    struct rename_guess_list *out)
{
    struct guesser g = {.arena = &scratch};
    guess_tables(&g, changes);
    guess_same(&g, changes);
    for (size_t i = 0; i < changes->len; i++) {
        const struct change *c = &changes->items[i];
        if (c->op != CHANGE_MODIFY || c->children == NULL)
            continue;
        guess_columns(&g, c->children);
        guess_same(&g, c->children);
    }
    if (g.candidates.len > 1)
        qsort(g.candidates.items, g.candidates.len, sizeof(struct candidate), candidate_cmp);
    struct map taken = {0};
    for (size_t i = 0; i < g.candidates.len; i++) {
        const struct candidate *c = &g.candidates.items[i];
        if (map_get_ptr(&taken, c->drop) != NULL || map_get_ptr(&taken, c->add) != NULL)
            continue;
        map_put_ptr(&scratch, &taken, c->drop, &g);
        map_put_ptr(&scratch, &taken, c->add, &g);
        add_guess(out, c, perm);
    }
}

#include "merge/cycle.h"

#include "base/str.h"
#include "merge/choice.h"
#include "merge/slot.h"
#include "schema/topo.h"

struct graph {
    struct slot_list nodes;
    VEC(const struct ref_list *) refs;
    struct map number; /* name's key: place among nodes + 1 */
    VEC(struct topo_edge) edges;
    struct arena *arena;
};

static void add_node(struct graph *g, struct slot *s, const struct expression *x)
{
    *vec_push(g->arena, &g->nodes) = s;
    *vec_push(g->arena, &g->refs) = &x->refs;
    map_put_ptr(g->arena, &g->number, s->name.key, (void *)(uintptr_t)g->nodes.len);
}

static void add_edges(struct graph *g, bool columns)
{
    for (size_t i = 0; i < g->nodes.len; i++) {
        for (size_t k = 0; k < g->refs.items[i]->len; k++) {
            const struct ref *r = &g->refs.items[i]->items[k];
            uintptr_t n = (uintptr_t)map_get_ptr(&g->number, columns ? r->column : r->name);
            if (n != 0)
                *vec_push(g->arena, &g->edges) = (struct topo_edge){(uint32_t)(n - 1), (uint32_t)i};
        }
    }
}

static void report(struct merge_engine *e, const struct graph *g, const uint32_t *cycle, size_t n)
{
    struct slot **slots = arena_array(e->work, struct slot *, n);
    struct slot *first = g->nodes.items[cycle[0]];
    for (size_t i = 0; i < n; i++) {
        slots[i] = g->nodes.items[cycle[i]];
        if (symbol_cmp(slots[i]->name.key, first->name.key) < 0)
            first = slots[i];
    }
    struct finding f = merge_finding(MERGE_C603, first, NULL);
    f.detail = arena_printf(e->perm, "%zu of them need each other", n);
    merge_cross(e, &f, slots, n);
}

static void check(struct merge_engine *e, struct graph *g, bool columns)
{
    uint32_t *cycle = NULL;
    size_t n = 0;
    struct arena scratch;
    if (g->nodes.len == 0)
        return;
    add_edges(g, columns);
    uint32_t *order = arena_array(e->work, uint32_t, g->nodes.len);
    arena_init(&scratch, ARENA_SMALL);
    if (!topo_sort(g->nodes.len, g->edges.items, g->edges.len, e->work, scratch, order, &cycle, &n))
        report(e, g, cycle, n);
    arena_release(&scratch);
}

static void check_columns(struct merge_engine *e, const struct slot *s, const struct object *table)
{
    struct graph g = {.arena = e->work};
    for (size_t i = 0; table != NULL && i < s->children.len; i++) {
        struct slot *c = s->children.items[i];
        if (!c->alive || c->made->kind != KIND_COLUMN)
            continue;
        const struct column *col = table_column(table, c->name.key);
        if (col != NULL && col->generated != NULL)
            add_node(&g, c, col->generated);
    }
    check(e, &g, true);
}

/* Views that nobody changed do not close a circle by themselves, and lead to none. */
void merge_check_cycles(struct merge_engine *e, const struct schema *read)
{
    struct graph g = {.arena = e->work};
    for (size_t i = 0; i < e->tops.len; i++) {
        struct slot *s = e->tops.items[i];
        if (!s->alive)
            continue;
        const struct object *o = schema_find(read, s->made->kind, s->made->ns.key, s->name.key);
        if (o != NULL && o->kind == KIND_VIEW && ((const struct view *)o)->query != NULL)
            add_node(&g, s, ((const struct view *)o)->query);
        else if (s->two_sided && s->made->kind == KIND_TABLE)
            check_columns(e, s, o);
    }
    check(e, &g, false);
}

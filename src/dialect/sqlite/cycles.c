#include "dialect/sqlite/cycles.h"

#include "base/str.h"
#include "schema/deps.h"

/* Objects that depend on each other, by number. */
struct graph {
    struct object_list nodes;
    struct map number; /* name key: number + 1 */
    VEC(struct topo_edge) edges;
    struct arena *arena;
};

static void add_node(struct graph *g, struct object *o)
{
    object_list_add(g->arena, &g->nodes, o);
    map_put_ptr(g->arena, &g->number, o->name.key, (void *)(uintptr_t)g->nodes.len);
}

static void add_edge(struct graph *g, const struct symbol *before, size_t after)
{
    uintptr_t number = (uintptr_t)map_get_ptr(&g->number, before);

    if (number != 0)
        *vec_push(g->arena, &g->edges) =
            (struct topo_edge){(uint32_t)(number - 1), (uint32_t)after};
}

static void report(struct graph *g, struct diags *diags, const char *what)
{
    uint32_t *order, *cycle = NULL;
    size_t n = 0;
    struct arena scratch;

    if (g->edges.len == 0)
        return;
    arena_init(&scratch, ARENA_DEFAULT);
    order = arena_array(g->arena, uint32_t, g->nodes.len);
    if (!topo_sort(
            g->nodes.len, g->edges.items, g->edges.len, g->arena, scratch, order, &cycle, &n) &&
        n > 0) {
        const struct object *o = g->nodes.items[cycle[0]];
        diag_add(diags, DIAG_ERROR, o->loc, "%s '%.*s' is defined by itself", what,
            STR_ARG(o->name.spelling));
    }
    arena_release(&scratch);
}

void check_view_cycles(struct schema *s, struct diags *diags, struct arena *scratch)
{
    struct graph g = {.arena = scratch};

    for (size_t i = 0; i < s->objects.len; i++) {
        if (s->objects.items[i]->kind == KIND_VIEW)
            add_node(&g, s->objects.items[i]);
    }
    for (size_t i = 0; i < g.nodes.len; i++) {
        const struct expression *q = ((const struct view *)g.nodes.items[i])->query;
        for (size_t k = 0; q != NULL && k < q->refs.len; k++) {
            if (q->refs.items[k].kind == KIND_NONE)
                add_edge(&g, q->refs.items[k].name, i);
        }
    }
    report(&g, diags, "view");
}

void check_column_cycles(struct object *table, struct diags *diags, struct arena *scratch)
{
    struct graph g = {.arena = scratch};

    for (size_t i = 0; i < table->children.len; i++) {
        struct object *o = table->children.items[i];
        if (o->kind == KIND_COLUMN && ((struct column *)o)->generated != NULL)
            add_node(&g, o);
    }
    for (size_t i = 0; i < g.nodes.len; i++) {
        const struct expression *e = ((const struct column *)g.nodes.items[i])->generated;
        for (size_t k = 0; k < e->refs.len; k++) {
            if (e->refs.items[k].column != NULL)
                add_edge(&g, e->refs.items[k].column, i);
        }
    }
    report(&g, diags, "generated column");
}

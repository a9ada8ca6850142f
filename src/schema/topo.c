#include "schema/topo.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define NOWHERE UINT32_MAX

/* Edges by their start: those of i are targets[first[i]] .. targets[first[i + 1] - 1]. */
struct graph {
    size_t n;
    uint32_t *first;
    uint32_t *targets;
};

static struct graph graph_make(
    size_t n, const struct topo_edge *edges, size_t nedges, struct arena *a)
{
    struct graph g = {n, arena_array(a, uint32_t, n + 2), arena_array(a, uint32_t, nedges + 1)};
    assert(n < NOWHERE && nedges < NOWHERE);
    for (size_t i = 0; i < nedges; i++) {
        assert(edges[i].before < n && edges[i].after < n);
        g.first[edges[i].before + 2]++;
    }
    for (size_t i = 2; i < n + 2; i++)
        g.first[i] += g.first[i - 1];
    for (size_t i = 0; i < nedges; i++)
        g.targets[g.first[edges[i].before + 1]++] = edges[i].after;
    return g;
}

struct heap {
    uint32_t *items;
    size_t len;
};

static void heap_push(struct heap *h, uint32_t v)
{
    size_t i = h->len++;
    while (i > 0 && h->items[(i - 1) / 2] > v) {
        h->items[i] = h->items[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    h->items[i] = v;
}

static uint32_t heap_pop(struct heap *h)
{
    uint32_t top = h->items[0], v = h->items[--h->len];
    size_t i = 0;
    for (size_t child = 1; child < h->len; child = 2 * i + 1) {
        if (child + 1 < h->len && h->items[child + 1] < h->items[child])
            child++;
        if (h->items[child] >= v)
            break;
        h->items[i] = h->items[child];
        i = child;
    }
    h->items[i] = v;
    return top;
}

/* Returns how many could be ordered; waiting[i] > 0 for the others. */
static size_t sort_graph(
    const struct graph *g, uint32_t *waiting, struct arena scratch, uint32_t *out)
{
    struct heap ready = {arena_array(&scratch, uint32_t, g->n + 1), 0};
    size_t done = 0;
    for (size_t i = 0; i < g->first[g->n]; i++)
        waiting[g->targets[i]]++;
    for (size_t i = 0; i < g->n; i++) {
        if (waiting[i] == 0)
            heap_push(&ready, (uint32_t)i);
    }
    while (ready.len > 0) {
        uint32_t v = heap_pop(&ready);
        out[done++] = v;
        for (uint32_t e = g->first[v]; e < g->first[v + 1]; e++) {
            if (--waiting[g->targets[e]] == 0)
                heap_push(&ready, g->targets[e]);
        }
    }
    return done;
}

/* All that still wait have one before them that waits too: going back must come round. */
static void find_cycle(const struct graph *g, const uint32_t *waiting, struct arena *perm,
    struct arena scratch, uint32_t **cycle, size_t *ncycle)
{
    uint32_t *before = arena_array(&scratch, uint32_t, g->n);
    uint32_t *seen = arena_array(&scratch, uint32_t, g->n);
    memset(before, 0xff, g->n * sizeof(*before));
    uint32_t start = NOWHERE;
    for (size_t i = g->n; i-- > 0;) {
        if (waiting[i] == 0)
            continue;
        start = (uint32_t)i;
        for (uint32_t e = g->first[i]; e < g->first[i + 1]; e++)
            before[g->targets[e]] = (uint32_t)i;
    }
    assert(start != NOWHERE);
    while (!seen[start]) {
        seen[start] = 1;
        start = before[start];
        assert(start != NOWHERE);
    }
    size_t n = 0;
    uint32_t least = start, v = start;
    do {
        least = v < least ? v : least;
        v = before[v];
        n++;
    } while (v != start);
    *cycle = arena_array(perm, uint32_t, n);
    *ncycle = n;
    v = least;
    for (size_t i = n; i-- > 0;) {
        v = before[v];
        (*cycle)[i] = v;
    }
}

bool topo_sort(size_t n, const struct topo_edge *edges, size_t nedges, struct arena *perm,
    struct arena scratch, uint32_t *out, uint32_t **cycle, size_t *ncycle)
{
    struct graph g = graph_make(n, edges, nedges, &scratch);
    uint32_t *waiting = arena_array(&scratch, uint32_t, n + 1);
    *cycle = NULL;
    *ncycle = 0;
    if (sort_graph(&g, waiting, scratch, out) == n)
        return true;
    find_cycle(&g, waiting, perm, scratch, cycle, ncycle);
    return false;
}

/* Strongly connected components, without recursion: depth follows the input. */
struct components {
    const struct graph *g;
    uint32_t *index, *low, *next_edge; /* index 0 = not seen */
    uint32_t *stack, *path;
    size_t nstack, npath;
    bool *on_stack;
    uint32_t *component;
    uint32_t counter, ncomponents;
};

static void enter(struct components *c, uint32_t v)
{
    c->index[v] = c->low[v] = ++c->counter;
    c->next_edge[v] = c->g->first[v];
    c->stack[c->nstack++] = v;
    c->on_stack[v] = true;
    c->path[c->npath++] = v;
}

static void leave(struct components *c, uint32_t v)
{
    c->npath--;
    if (c->npath > 0) {
        uint32_t parent = c->path[c->npath - 1];
        c->low[parent] = c->low[v] < c->low[parent] ? c->low[v] : c->low[parent];
    }
    if (c->low[v] != c->index[v])
        return;
    uint32_t w;
    do {
        w = c->stack[--c->nstack];
        c->on_stack[w] = false;
        c->component[w] = c->ncomponents;
    } while (w != v);
    c->ncomponents++;
}

static void visit(struct components *c, uint32_t root)
{
    enter(c, root);
    while (c->npath > 0) {
        uint32_t v = c->path[c->npath - 1];
        if (c->next_edge[v] == c->g->first[v + 1]) {
            leave(c, v);
            continue;
        }
        uint32_t w = c->g->targets[c->next_edge[v]++];
        if (c->index[w] == 0)
            enter(c, w);
        else if (c->on_stack[w] && c->index[w] < c->low[v])
            c->low[v] = c->index[w];
    }
}

static uint32_t *components_of(const struct graph *g, struct arena *a)
{
    struct components c = {.g = g,
        .index = arena_array(a, uint32_t, g->n + 1),
        .low = arena_array(a, uint32_t, g->n + 1),
        .next_edge = arena_array(a, uint32_t, g->n + 1),
        .stack = arena_array(a, uint32_t, g->n + 1),
        .path = arena_array(a, uint32_t, g->n + 1),
        .on_stack = arena_array(a, bool, g->n + 1),
        .component = arena_array(a, uint32_t, g->n + 1)};
    for (size_t i = 0; i < g->n; i++) {
        if (c.index[i] == 0)
            visit(&c, (uint32_t)i);
    }
    return c.component;
}

void topo_sort_lax(
    size_t n, const struct topo_edge *edges, size_t nedges, struct arena scratch, uint32_t *out)
{
    struct graph all = graph_make(n, edges, nedges, &scratch);
    const uint32_t *component = components_of(&all, &scratch);
    struct topo_edge *kept = arena_array(&scratch, struct topo_edge, nedges + 1);
    size_t nkept = 0;
    for (size_t i = 0; i < nedges; i++) {
        if (component[edges[i].before] != component[edges[i].after])
            kept[nkept++] = edges[i];
    }
    struct graph g = graph_make(n, kept, nkept, &scratch);
    uint32_t *waiting = arena_array(&scratch, uint32_t, n + 1);
    size_t done = sort_graph(&g, waiting, scratch, out);
    assert(done == n);
    (void)done;
}

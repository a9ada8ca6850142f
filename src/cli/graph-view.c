#include "cli/graph-view.h"

#include <string.h>

#include "base/str.h"
#include "base/strbuf.h"

#define TEXT_MAX (GRAPH_LANES * 8)

static size_t lane_of(const struct graph_view *g, const struct oid *id)
{
    size_t i = 0;

    while (i < g->len && !oid_eq(&g->lanes[i], id))
        i++;
    return i;
}

static void insert_lane(struct graph_view *g, size_t at, const struct oid *id)
{
    if (g->len == GRAPH_LANES)
        return;
    memmove(&g->lanes[at + 1], &g->lanes[at], (g->len - at) * sizeof(*g->lanes));
    g->lanes[at] = *id;
    g->len++;
}

static void remove_lane(struct graph_view *g, size_t at)
{
    memmove(&g->lanes[at], &g->lanes[at + 1], (g->len - at - 1) * sizeof(*g->lanes));
    g->len--;
}

static struct flash_str row(struct arena *a, size_t len, size_t at, char mark)
{
    struct strbuf b;

    strbuf_init(&b, a, TEXT_MAX);
    for (size_t i = 0; i < len; i++) {
        strbuf_addc(&b, i == at ? mark : '|');
        strbuf_addc(&b, ' ');
    }
    return strbuf_str(&b);
}

/* "|\ " where a lane opens behind 'at', "|/ " where one closes there. */
static void add_slant(struct strbuf *b, size_t len, size_t at, char slant)
{
    for (size_t i = 0; i < len; i++) {
        strbuf_addc(b, '|');
        strbuf_addc(b, i == at ? slant : ' ');
    }
    strbuf_addc(b, '\n');
}

/* The first parent takes the lane, the others open lanes behind it. */
static void open_lanes(struct graph_view *g, size_t at, const struct oid *parents, size_t nparents,
    struct strbuf *joins)
{
    g->lanes[at] = parents[0];
    for (size_t i = 1; i < nparents; i++) {
        if (lane_of(g, &parents[i]) < g->len)
            continue;
        add_slant(joins, g->len, at, '\\');
        insert_lane(g, at + 1, &parents[i]);
    }
}

/* Two lanes that wait for the same commit become one: the right one ends. */
static void close_lanes(struct graph_view *g, struct strbuf *joins)
{
    for (size_t i = 1; i < g->len; i++) {
        size_t first = lane_of(g, &g->lanes[i]);

        if (first == i)
            continue;
        add_slant(joins, g->len - 1, i - 1, '/');
        remove_lane(g, i--);
    }
}

void graph_view_commit(struct graph_view *g, const struct oid *id, const struct oid *parents,
    size_t nparents, struct arena *a, struct flash_str *first, struct flash_str *others,
    struct flash_str *joins)
{
    size_t at = lane_of(g, id);
    struct strbuf b;

    if (at == g->len && g->len < GRAPH_LANES)
        g->lanes[g->len++] = *id;
    else if (at == g->len)
        at = g->len - 1;
    *first = row(a, g->len, at, '*');
    strbuf_init(&b, a, TEXT_MAX * GRAPH_LANES);
    if (nparents)
        open_lanes(g, at, parents, nparents, &b);
    else
        remove_lane(g, at);
    close_lanes(g, &b);
    *joins = strbuf_str(&b);
    *others = row(a, g->len, g->len, '|');
}

struct flash_str graph_view_gap(const struct graph_view *g, struct arena *a)
{
    return row(a, g->len, g->len, '|');
}

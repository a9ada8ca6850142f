#include "dialect/sqlite/ddl-rename.h"

enum rename_state { RENAME_WAITS, RENAME_ASKED, RENAME_AWAY, RENAME_DONE };

struct rename_run {
    struct sqd *s;
    const struct rename_wish *wishes;
    enum rename_state *state;
    struct flash_str *away; /* the name in between */
    struct map by_from;     /* key to wish */
    struct rename_moves *out;
};

static void move(struct rename_run *r, size_t i, struct flash_str to, bool last)
{
    struct rename_move *m = vec_push(r->s->scratch, &r->out->list);
    m->from = r->state[i] == RENAME_AWAY ? r->away[i] : r->wishes[i].from.spelling;
    m->to = to;
    m->wish = &r->wishes[i];
    m->last = last;
    r->state[i] = last ? RENAME_DONE : RENAME_AWAY;
    if (!last)
        r->away[i] = to;
}

/* Whose name stands in the way of wish i; false when nobody's. */
static bool in_the_way(const struct rename_run *r, size_t i, size_t *who)
{
    const struct rename_wish *w = map_get_ptr(&r->by_from, r->wishes[i].to.key);
    if (!w)
        return false;
    *who = (size_t)(w - r->wishes);
    return r->state[*who] == RENAME_WAITS || r->state[*who] == RENAME_ASKED;
}

/* Follows a chain to a name that is free, then walks it back. A circle is opened by moving the one
 * that was asked before out of the way. */
static void chain(struct rename_run *r, size_t start, size_t *stack)
{
    size_t depth = 0, i = start, who;

    for (;;) {
        stack[depth++] = i;
        r->state[i] = RENAME_ASKED;
        if (!in_the_way(r, i, &who))
            break;
        if (r->state[who] == RENAME_ASKED) {
            move(r, who, sqd_temp_name(r->s), false);
            break;
        }
        i = who;
    }
    while (depth > 0) {
        i = stack[--depth];
        move(r, i, r->wishes[i].to.spelling, true);
    }
}

void rename_order(struct sqd *s, const struct rename_wish *wishes, size_t n, bool case_is_free,
    struct rename_moves *out)
{
    struct rename_run r = {.s = s, .wishes = wishes, .out = out};
    size_t *stack = arena_array(s->scratch, size_t, n + 1);

    r.state = arena_array(s->scratch, enum rename_state, n + 1);
    r.away = arena_array(s->scratch, struct flash_str, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!case_is_free || !name_eq(wishes[i].from, wishes[i].to))
            map_put_ptr(s->scratch, &r.by_from, wishes[i].from.key, (void *)(uintptr_t)&wishes[i]);
    for (size_t i = 0; i < n; i++)
        if (r.state[i] == RENAME_WAITS)
            chain(&r, i, stack);
}

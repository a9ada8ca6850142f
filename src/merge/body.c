#include "merge/body.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "schema/value-ops.h"

#define LINES_MAX 2000 /* the table of common lines takes the square */

struct lines {
    struct flash_str *items;
    size_t len;
};

static struct lines split(struct flash_str text, struct arena *a)
{
    struct lines l = {0};
    struct flash_str line;
    l.items = arena_array(a, struct flash_str, LINES_MAX);
    while (l.len < LINES_MAX && str_split(&text, '\n', &line))
        l.items[l.len++] = line;
    if (l.len < LINES_MAX && text.len > 0)
        l.items[l.len++] = text;
    return l;
}

/* match[i]: the line of b that is line i of a in a longest common subsequence, + 1; 0 = none. */
static void match_lines(
    const struct lines *a, const struct lines *b, uint32_t *match, struct arena scratch)
{
    size_t w = b->len + 1;
    uint16_t *best = arena_array(&scratch, uint16_t, (a->len + 1) * w);
    for (size_t i = a->len; i-- > 0;) {
        for (size_t j = b->len; j-- > 0;) {
            uint16_t down = best[(i + 1) * w + j], right = best[i * w + j + 1];
            best[i * w + j] = str_eq(a->items[i], b->items[j])
                                  ? (uint16_t)(best[(i + 1) * w + j + 1] + 1)
                              : down > right ? down
                                             : right;
        }
    }
    for (size_t i = 0, j = 0; i < a->len && j < b->len;) {
        if (str_eq(a->items[i], b->items[j])) {
            match[i++] = (uint32_t)++j;
        } else if (best[(i + 1) * w + j] >= best[i * w + j + 1]) {
            i++;
        } else {
            j++;
        }
    }
}

static bool same_run(
    const struct lines *a, size_t a0, size_t a1, const struct lines *b, size_t b0, size_t b1)
{
    if (a1 - a0 != b1 - b0)
        return false;
    for (size_t i = 0; i < a1 - a0; i++) {
        if (!str_eq(a->items[a0 + i], b->items[b0 + i]))
            return false;
    }
    return true;
}

static void add_lines(struct strbuf *out, const struct lines *l, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        strbuf_adds(out, out->len > 0 ? "\n" : "");
        strbuf_add(out, l->items[i]);
    }
}

struct three {
    struct lines b, o, t;
    uint32_t *to_o, *to_t;
};

/* What stands between two lines that all three have. */
static bool merge_run(
    const struct three *m, const size_t from[], const size_t to[], struct strbuf *out)
{
    bool o_same = same_run(&m->b, from[0], to[0], &m->o, from[1], to[1]);
    bool t_same = same_run(&m->b, from[0], to[0], &m->t, from[2], to[2]);
    if (!o_same && !t_same && !same_run(&m->o, from[1], to[1], &m->t, from[2], to[2]))
        return false;
    if (o_same)
        add_lines(out, &m->t, from[2], to[2]);
    else
        add_lines(out, &m->o, from[1], to[1]);
    return true;
}

static bool merge_lines(const struct three *m, struct strbuf *out)
{
    size_t from[MERGE_SIDES] = {0};
    for (size_t i = 0; i < m->b.len; i++) {
        if (m->to_o[i] == 0 || m->to_t[i] == 0)
            continue;
        size_t to[MERGE_SIDES] = {i, m->to_o[i] - 1, m->to_t[i] - 1};
        if (!merge_run(m, from, to, out))
            return false;
        add_lines(out, &m->b, i, i + 1);
        from[0] = to[0] + 1;
        from[1] = to[1] + 1;
        from[2] = to[2] + 1;
    }
    const size_t to[MERGE_SIDES] = {m->b.len, m->o.len, m->t.len};
    return merge_run(m, from, to, out);
}

static bool merge_texts(struct flash_str b, struct flash_str o, struct flash_str t, struct arena *a,
    struct arena scratch, struct flash_str *out)
{
    struct three m = {split(b, &scratch), split(o, &scratch), split(t, &scratch), NULL, NULL};
    struct strbuf buf;
    if (m.b.len == LINES_MAX || m.o.len == LINES_MAX || m.t.len == LINES_MAX)
        return false;
    m.to_o = arena_array(&scratch, uint32_t, m.b.len + 1);
    m.to_t = arena_array(&scratch, uint32_t, m.b.len + 1);
    match_lines(&m.b, &m.o, m.to_o, scratch);
    match_lines(&m.b, &m.t, m.to_t, scratch);
    strbuf_init(&buf, a, LIMIT_FILE);
    if (!merge_lines(&m, &buf) || buf.overflow)
        return false;
    *out = strbuf_str(&buf);
    return true;
}

static struct flash_str norm_of(const struct field *f, const struct object *o)
{
    return expression_norm(*(struct expression *const *)field_value(f, o));
}

bool merge_body(struct merge_engine *e, const struct slot *s, const struct field *f,
    const struct lifted *l, struct object *to)
{
    struct arena scratch;
    struct flash_str text = STR_NULL;
    bool is_body =
        to->kind == KIND_VIEW || (to->kind == KIND_TRIGGER && strcmp(f->name, "body") == 0);
    if (f->type != FIELD_EXPR || !is_body || l->v[MERGE_BASE] == NULL || s->table != NULL)
        return false;
    arena_init(&scratch, ARENA_SMALL);
    bool merged = merge_texts(norm_of(f, l->v[MERGE_BASE]), norm_of(f, l->v[MERGE_OURS]),
        norm_of(f, l->v[MERGE_THEIRS]), e->work, scratch, &text);
    arena_release(&scratch);
    if (!merged)
        return false;
    struct expression *x = arena_new(e->work, struct expression);
    x->text = x->norm = text;
    *(struct expression **)((char *)to + f->offset) = x;
    return true;
}

#include "cli/textdiff.h"

#include <stdbool.h>
#include <string.h>

#include "base/str.h"
#include "base/vec.h"
#include "cli/output.h"

#define EDITS_MAX 1000
#define CONTEXT   3

struct line {
    struct flash_str text;
    uint64_t hash;
    bool changed;
};

struct side {
    struct line *lines;
    size_t len;
};

static struct side split(struct arena *a, struct flash_str text)
{
    VEC(struct line) v = {0};
    struct flash_str one;

    while (text.len && str_split(&text, '\n', &one))
        *vec_push(a, &v) = (struct line){one, str_hash(one), false};
    return (struct side){v.items, v.len};
}

static bool same(const struct line *a, const struct line *b)
{
    return a->hash == b->hash && str_eq(a->text, b->text);
}

/* The part of both sides behind the common start and before the common end. */
struct middle {
    struct line *a, *b;
    int na, nb;
};

static struct middle trim(struct side *a, struct side *b)
{
    size_t start = 0;
    size_t end = 0;

    while (start < a->len && start < b->len && same(&a->lines[start], &b->lines[start]))
        start++;
    while (end < a->len - start && end < b->len - start &&
           same(&a->lines[a->len - 1 - end], &b->lines[b->len - 1 - end]))
        end++;
    return (struct middle){a->lines + start, b->lines + start, (int)(a->len - start - end),
        (int)(b->len - start - end)};
}

/* Furthest x on diagonal k after d edits, from what d - 1 edits reached (v, with its centre). */
static int step(const struct middle *m, const int *v, int d, int k)
{
    int x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;

    while (x < m->na && x - k < m->nb && same(&m->a[x], &m->b[x - k]))
        x++;
    return x;
}

/* Marks the edits of a path found with d edits; rows[i] is what i edits reached, with its centre.
 */
static void walk_back(const struct middle *m, int **rows, int d)
{
    int x = m->na;
    int y = m->nb;

    for (; d > 0; d--) {
        const int *v = rows[d - 1];
        int k = x - y;
        bool down = k == -d || (k != d && v[k - 1] < v[k + 1]);
        int px = down ? v[k + 1] : v[k - 1];
        int py = px - (down ? k + 1 : k - 1);

        if (down)
            m->b[py].changed = true;
        else
            m->a[px].changed = true;
        x = px;
        y = py;
    }
}

static void mark_all(const struct middle *m)
{
    for (int i = 0; i < m->na; i++)
        m->a[i].changed = true;
    for (int i = 0; i < m->nb; i++)
        m->b[i].changed = true;
}

/* Myers' greedy algorithm, one row of reached points for each number of edits. */
static void mark_edits(struct arena *a, const struct middle *m)
{
    int *rows_storage[EDITS_MAX + 1];
    int most = m->na + m->nb < EDITS_MAX ? m->na + m->nb : EDITS_MAX;
    int first[3] = {0, 0, 0};
    const int *before = first + 1;

    for (int d = 0; d <= most; d++) {
        int *row = arena_array(a, int, (size_t)(2 * d + 5)) + d + 2;

        rows_storage[d] = row;
        for (int k = -d - 2; k <= d + 2; k++)
            row[k] = -1;
        for (int k = -d; k <= d; k += 2) {
            row[k] = step(m, before, d, k);
            if (row[k] >= m->na && row[k] - k >= m->nb) {
                walk_back(m, rows_storage, d);
                return;
            }
        }
        before = row;
    }
    mark_all(m);
}

struct hunk {
    size_t a, b; /* first lines */
    size_t na, nb;
};

static void put_line(struct output *o, char mark, enum color c, const struct line *l)
{
    if (c != COLOR_NONE)
        out_color(o, c);
    out_printf(o, "%c%.*s", mark, STR_ARG(l->text));
    if (c != COLOR_NONE)
        out_color(o, COLOR_NONE);
    out_puts(o, "\n");
}

static void put_hunk(
    struct output *o, const struct side *a, const struct side *b, const struct hunk *h)
{
    size_t i = h->a;
    size_t j = h->b;

    out_color(o, COLOR_REF);
    out_printf(o, "@@ -%zu,%zu +%zu,%zu @@", h->na ? h->a + 1 : h->a, h->na,
        h->nb ? h->b + 1 : h->b, h->nb);
    out_color(o, COLOR_NONE);
    out_puts(o, "\n");
    while (i < h->a + h->na || j < h->b + h->nb) {
        if (i < h->a + h->na && a->lines[i].changed)
            put_line(o, '-', COLOR_DROP, &a->lines[i++]);
        else if (j < h->b + h->nb && b->lines[j].changed)
            put_line(o, '+', COLOR_ADD, &b->lines[j++]);
        else {
            put_line(o, ' ', COLOR_NONE, &a->lines[i]);
            i++;
            j++;
        }
    }
}

/* The next hunk from (i, j) on; false when nothing differs any more. */
static bool next_hunk(
    const struct side *a, const struct side *b, size_t i, size_t j, struct hunk *h)
{
    size_t quiet = 0;
    size_t lead;

    while (i < a->len && j < b->len && !a->lines[i].changed && !b->lines[j].changed) {
        i++;
        j++;
        quiet++;
    }
    if (i == a->len && j == b->len)
        return false;
    lead = quiet < CONTEXT ? quiet : CONTEXT;
    h->a = i - lead;
    h->b = j - lead;
    for (quiet = 0; (i < a->len || j < b->len) && quiet <= 2 * CONTEXT;) {
        bool gone = i < a->len && a->lines[i].changed;
        bool come = j < b->len && b->lines[j].changed;

        quiet = gone || come ? 0 : quiet + 1;
        i += gone || !come;
        j += come && !gone ? 1 : !gone;
    }
    if (quiet > CONTEXT) {
        i -= quiet - CONTEXT;
        j -= quiet - CONTEXT;
    }
    h->na = i - h->a;
    h->nb = j - h->b;
    return true;
}

void textdiff_print(
    struct output *o, struct arena scratch, struct flash_str from, struct flash_str to)
{
    struct side a = split(&scratch, from);
    struct side b = split(&scratch, to);
    struct middle m = trim(&a, &b);
    struct hunk h;

    mark_edits(&scratch, &m);
    for (size_t i = 0, j = 0; next_hunk(&a, &b, i, j, &h); i = h.a + h.na, j = h.b + h.nb)
        put_hunk(o, &a, &b, &h);
}

#include "histogram.h"

#include <stdio.h>

static void add(struct histogram *h, const struct change *c)
{
    enum kind k = change_object(c)->kind;
    const struct field_table *t = field_table(k);
    h->kinds[k].added += c->op == CHANGE_ADD;
    h->kinds[k].dropped += c->op == CHANGE_DROP;
    if (c->op != CHANGE_MODIFY)
        return;
    h->kinds[k].renamed += c->renamed;
    for (size_t i = 0; i < t->len; i++) {
        if (!(c->fields >> i & 1))
            continue;
        if (field_cmp(&t->fields[i], c->from, c->to) < 0)
            h->kinds[k].up[i]++;
        else
            h->kinds[k].down[i]++;
    }
}

void histogram_add(struct histogram *h, const struct change_list *changes)
{
    for (size_t i = 0; i < changes->len; i++) {
        const struct change *c = &changes->items[i];
        add(h, c);
        if (c->children != NULL)
            histogram_add(h, c->children);
    }
}

static bool is_counted(enum kind k, const struct field *f)
{
    /* A statement that is kept word for word has its name from it: it never changes. */
    return (f->flags & FIELD_SQLITE) && k != KIND_OTHER;
}

void histogram_print(const struct histogram *h)
{
    printf("%-40s %10s %10s\n", "changes", "up", "down");
    for (unsigned k = 1; k < KIND__COUNT; k++) {
        const struct field_table *t = field_table((enum kind)k);
        const char *name = kind_info((enum kind)k)->name;
        if (t->len == 0)
            continue;
        printf("%-40s %10u %10u (renamed %u)\n", name, h->kinds[k].added, h->kinds[k].dropped,
            h->kinds[k].renamed);
        for (size_t i = 0; i < t->len; i++) {
            if (is_counted((enum kind)k, &t->fields[i]))
                printf("  %-38s %10u %10u\n", t->fields[i].name, h->kinds[k].up[i],
                    h->kinds[k].down[i]);
        }
    }
}

unsigned histogram_least(const struct histogram *h, char *name, size_t size)
{
    unsigned least = UINT32_MAX;
    for (unsigned k = 1; k < KIND__COUNT; k++) {
        const struct field_table *t = field_table((enum kind)k);
        for (size_t i = 0; i < t->len; i++) {
            unsigned n =
                h->kinds[k].up[i] < h->kinds[k].down[i] ? h->kinds[k].up[i] : h->kinds[k].down[i];
            if (!is_counted((enum kind)k, &t->fields[i]) || n >= least)
                continue;
            least = n;
            snprintf(name, size, "%s: %s", kind_info((enum kind)k)->name, t->fields[i].name);
        }
    }
    return least;
}

#include "diff/stat.h"

static void count(unsigned *added, unsigned *dropped, unsigned *modified, enum change_op op)
{
    switch (op) {
    case CHANGE_ADD: ++*added; return;
    case CHANGE_DROP: ++*dropped; return;
    case CHANGE_MODIFY: ++*modified; return;
    }
}

static void count_top(struct diff_stat *out, const struct change *c)
{
    if (c->op == CHANGE_MODIFY && c->renamed)
        out->renamed++;
    count(&out->added, &out->dropped, &out->modified, c->op);
}

static void add_row(struct diff_stat *out, const struct change *c, struct arena *a)
{
    struct diff_stat_row *row;
    if (out->nrows == out->cap)
        out->rows = vec_grow(a, out->rows, &out->cap, sizeof(*out->rows));
    row = &out->rows[out->nrows++];
    *row = (struct diff_stat_row){.title = object_title(a, change_object(c)), .change = c};
    for (size_t i = 0; c->children != NULL && i < c->children->len; i++)
        count(&row->added, &row->dropped, &row->modified, c->children->items[i].op);
    if (c->op != CHANGE_MODIFY || c->fields != 0 || c->renamed)
        count(&row->added, &row->dropped, &row->modified, c->op);
}

void diff_stat(const struct change_list *changes, struct arena *a, struct diff_stat *out)
{
    *out = (struct diff_stat){0};
    for (size_t i = 0; i < changes->len; i++) {
        count_top(out, &changes->items[i]);
        add_row(out, &changes->items[i], a);
    }
}

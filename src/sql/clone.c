#include "sql/clone.h"

#include <string.h>

/* A shallow copy of n items; NULL for none. */
static void *copy_items(struct arena *a, const void *items, size_t n, size_t size)
{
    void *copy;

    if (n == 0)
        return NULL;
    copy = arena_alloc_array(a, n, size, _Alignof(max_align_t));
    memcpy(copy, items, n * size);
    return copy;
}

#define COPY(a, items, n) copy_items((a), (items), (n), sizeof(*(items)))

static void clone_exprs(struct arena *a, struct expr_list *l)
{
    l->items = COPY(a, l->items, l->len);
    for (size_t i = 0; i < l->len; i++)
        l->items[i] = expr_clone(a, l->items[i]);
}

static void clone_order(struct arena *a, struct order_list *l)
{
    l->items = COPY(a, l->items, l->len);
    for (size_t i = 0; i < l->len; i++)
        l->items[i].expr = expr_clone(a, l->items[i].expr);
}

static void clone_window(struct arena *a, struct window *w)
{
    clone_exprs(a, &w->partition);
    clone_order(a, &w->order);
    w->start = expr_clone(a, w->start);
    w->end = expr_clone(a, w->end);
}

struct expr *expr_clone(struct arena *a, const struct expr *e)
{
    struct expr *copy;

    if (e == NULL)
        return NULL;
    copy = COPY(a, e, 1);
    copy->left = expr_clone(a, e->left);
    copy->right = expr_clone(a, e->right);
    clone_exprs(a, &copy->list);
    clone_order(a, &copy->order);
    copy->filter = expr_clone(a, e->filter);
    if (e->over != NULL) {
        copy->over = COPY(a, e->over, 1);
        clone_window(a, copy->over);
    }
    copy->select = select_clone(a, e->select);
    return copy;
}

static void clone_from(struct arena *a, struct from_list *l)
{
    l->items = COPY(a, l->items, l->len);
    for (size_t i = 0; i < l->len; i++) {
        struct from_item *item = &l->items[i];

        clone_exprs(a, &item->args);
        item->select = select_clone(a, item->select);
        if (item->nested != NULL) {
            item->nested = COPY(a, item->nested, 1);
            clone_from(a, item->nested);
        }
        item->on = expr_clone(a, item->on);
        item->using_columns = COPY(a, item->using_columns, item->nusing);
    }
}

static struct result_column *clone_results(
    struct arena *a, const struct result_column *columns, size_t n)
{
    struct result_column *copy = COPY(a, columns, n);

    for (size_t i = 0; i < n; i++)
        copy[i].expr = expr_clone(a, columns[i].expr);
    return copy;
}

static void clone_with(struct arena *a, struct with *w)
{
    w->items = COPY(a, w->items, w->len);
    for (size_t i = 0; i < w->len; i++) {
        struct cte *cte = &w->items[i];

        cte->columns = COPY(a, cte->columns, cte->ncolumns);
        cte->select = select_clone(a, cte->select);
    }
}

static void clone_core(struct arena *a, struct select_core *core)
{
    core->columns = clone_results(a, core->columns, core->ncolumns);
    clone_from(a, &core->from);
    core->where = expr_clone(a, core->where);
    clone_exprs(a, &core->group);
    core->having = expr_clone(a, core->having);
    core->windows = COPY(a, core->windows, core->nwindows);
    for (size_t i = 0; i < core->nwindows; i++)
        clone_window(a, &core->windows[i]);
    core->rows = COPY(a, core->rows, core->nrows);
    for (size_t i = 0; i < core->nrows; i++)
        clone_exprs(a, &core->rows[i]);
}

struct select *select_clone(struct arena *a, const struct select *s)
{
    struct select *copy;

    if (s == NULL)
        return NULL;
    copy = COPY(a, s, 1);
    clone_with(a, &copy->with);
    copy->cores = COPY(a, s->cores, s->ncores);
    for (size_t i = 0; i < s->ncores; i++)
        clone_core(a, &copy->cores[i]);
    clone_order(a, &copy->order);
    copy->limit = expr_clone(a, s->limit);
    copy->offset = expr_clone(a, s->offset);
    return copy;
}

static void clone_set(struct arena *a, struct assignment_list *set)
{
    set->items = COPY(a, set->items, set->len);
    for (size_t i = 0; i < set->len; i++) {
        struct assignment *item = &set->items[i];

        item->columns = COPY(a, item->columns, item->ncolumns);
        item->value = expr_clone(a, item->value);
    }
}

static void clone_upserts(struct arena *a, struct dml *d)
{
    d->upserts = COPY(a, d->upserts, d->nupserts);
    for (size_t i = 0; i < d->nupserts; i++) {
        struct upsert *u = &d->upserts[i];

        clone_order(a, &u->target);
        u->target_where = expr_clone(a, u->target_where);
        clone_set(a, &u->set);
        u->where = expr_clone(a, u->where);
    }
}

struct dml *dml_clone(struct arena *a, const struct dml *d)
{
    struct dml *copy;

    if (d == NULL)
        return NULL;
    copy = COPY(a, d, 1);
    clone_with(a, &copy->with);
    copy->columns = COPY(a, d->columns, d->ncolumns);
    copy->select = select_clone(a, d->select);
    clone_upserts(a, copy);
    clone_set(a, &copy->set);
    clone_from(a, &copy->from);
    copy->where = expr_clone(a, d->where);
    copy->returning = clone_results(a, d->returning, d->nreturning);
    clone_order(a, &copy->order);
    copy->limit = expr_clone(a, d->limit);
    copy->offset = expr_clone(a, d->offset);
    return copy;
}

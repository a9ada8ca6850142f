#include "sql/walk.h"

#include <assert.h>

#include "base/str.h"

const struct cte *walk_find_cte(const struct scope *s, struct flash_str name)
{
    for (; s != NULL; s = s->outer) {
        for (size_t i = 0; s->with != NULL && i < s->with->len; i++) {
            if (str_eq_nocase(s->with->items[i].name.text, name))
                return &s->with->items[i];
        }
    }
    return NULL;
}

static bool visit_table(
    struct walker *w, struct ident *schema, struct ident *name, const struct scope *s)
{
    bool is_cte = schema->text.ptr == NULL && walk_find_cte(s, name->text) != NULL;

    return w->on_table == NULL || w->on_table(w, schema, name, s, is_cte);
}

static bool visit_function(
    struct walker *w, struct ident *schema, struct ident *name, const struct scope *s)
{
    return w->on_table_function == NULL || w->on_table_function(w, schema, name, s);
}

static bool visit_index(struct walker *w, struct ident *index, const struct scope *s)
{
    return w->on_index == NULL || index->text.ptr == NULL || w->on_index(w, index, s);
}

static bool walk_exprs(struct walker *w, struct expr_list *l, const struct scope *s)
{
    for (size_t i = 0; i < l->len; i++) {
        if (!walk_expr(w, &l->items[i], s))
            return false;
    }
    return true;
}

static bool walk_order(struct walker *w, struct order_list *l, const struct scope *s)
{
    for (size_t i = 0; i < l->len; i++) {
        if (!walk_expr(w, &l->items[i].expr, s))
            return false;
    }
    return true;
}

static bool walk_window(struct walker *w, struct window *window, const struct scope *s)
{
    return walk_exprs(w, &window->partition, s) && walk_order(w, &window->order, s) &&
           walk_expr(w, &window->start, s) && walk_expr(w, &window->end, s);
}

/* x IN table: parts are [schema,] table. */
static bool walk_in_table(struct walker *w, struct expr *e, const struct scope *s)
{
    struct ident schema = {0};
    struct ident name = e->parts[e->nparts - 1];
    bool go_on;

    if (e->nparts == 2)
        schema = e->parts[0];
    go_on =
        e->list.len > 0 ? visit_function(w, &schema, &name, s) : visit_table(w, &schema, &name, s);
    e->nparts = 0;
    if (schema.text.ptr != NULL)
        e->parts[e->nparts++] = schema;
    e->parts[e->nparts++] = name;
    return go_on;
}

/* In the order of the text. */
static bool walk_operands(struct walker *w, struct expr *e, const struct scope *s)
{
    if (!walk_expr(w, &e->left, s))
        return false;
    if (e->kind == EXPR_CASE)
        return walk_exprs(w, &e->list, s) && walk_expr(w, &e->right, s);
    return walk_expr(w, &e->right, s) && walk_exprs(w, &e->list, s);
}

static bool walk_children(struct walker *w, struct expr *e, const struct scope *s)
{
    if (!walk_operands(w, e, s))
        return false;
    if (e->kind == EXPR_IN && e->nparts > 0 && !walk_in_table(w, e, s))
        return false;
    if (e->kind == EXPR_FUNCTION) {
        if (!walk_order(w, &e->order, s) || !walk_expr(w, &e->filter, s))
            return false;
        if (e->over != NULL && !walk_window(w, e->over, s))
            return false;
    }
    return e->select == NULL || walk_select(w, e->select, s);
}

bool walk_expr(struct walker *w, struct expr **e, const struct scope *s)
{
    if (*e == NULL)
        return true;
    if (w->on_expr != NULL && !w->on_expr(w, e, s))
        return false;
    if (!walk_children(w, *e, s))
        return false;
    return w->after_expr == NULL || w->after_expr(w, e, s);
}

static bool walk_results(
    struct walker *w, struct result_column *columns, size_t n, const struct scope *s)
{
    for (size_t i = 0; i < n; i++) {
        if (!walk_expr(w, &columns[i].expr, s))
            return false;
    }
    return true;
}

/* Sub-queries in FROM see what is around the query, not its other tables; arguments and conditions
 * do. */
static bool walk_from(
    struct walker *w, struct from_list *l, const struct scope *around, struct scope *inside);

static bool walk_relation(
    struct walker *w, struct from_item *item, const struct scope *around, struct scope *inside)
{
    if (item->select != NULL)
        return walk_select(w, item->select, around);
    if (item->nested != NULL)
        return walk_from(w, item->nested, around, inside);
    inside->clause = CLAUSE_FROM;
    if (item->is_function)
        return visit_function(w, &item->schema, &item->name, inside) &&
               walk_exprs(w, &item->args, inside);
    return visit_table(w, &item->schema, &item->name, inside) &&
           visit_index(w, &item->indexed_by, inside);
}

static bool walk_condition(struct walker *w, struct from_item *item, struct scope *inside)
{
    inside->clause = CLAUSE_ON;
    for (size_t i = 0; i < item->nusing && w->on_using_column != NULL; i++) {
        if (!w->on_using_column(w, &item->using_columns[i], item, inside))
            return false;
    }
    return walk_expr(w, &item->on, inside);
}

static bool walk_from(
    struct walker *w, struct from_list *l, const struct scope *around, struct scope *inside)
{
    for (size_t i = 0; i < l->len; i++) {
        if (!walk_relation(w, &l->items[i], around, inside) ||
            !walk_condition(w, &l->items[i], inside))
            return false;
    }
    return true;
}

static bool walk_rows(struct walker *w, struct select_core *core, struct scope *s)
{
    s->clause = CLAUSE_VALUES;
    for (size_t i = 0; i < core->nrows; i++) {
        if (!walk_exprs(w, &core->rows[i], s))
            return false;
    }
    return true;
}

static bool walk_in_clause(struct walker *w, struct expr **e, struct scope *s, enum clause clause)
{
    s->clause = clause;
    return walk_expr(w, e, s);
}

static bool walk_group(struct walker *w, struct select_core *core, struct scope *s)
{
    s->clause = CLAUSE_GROUP;
    return walk_exprs(w, &core->group, s) && walk_in_clause(w, &core->having, s, CLAUSE_HAVING);
}

static bool walk_windows(struct walker *w, struct select_core *core, struct scope *s)
{
    s->clause = CLAUSE_WINDOW;
    for (size_t i = 0; i < core->nwindows; i++) {
        if (!walk_window(w, &core->windows[i], s))
            return false;
    }
    return true;
}

static struct scope core_scope(
    const struct select *sel, const struct select_core *core, const struct scope *around)
{
    return (struct scope){.outer = around, .from = &core->from, .select = sel};
}

static bool walk_core(struct walker *w, const struct select *sel, struct select_core *core,
    const struct scope *around)
{
    struct scope s = core_scope(sel, core, around);

    if (core->values)
        return walk_rows(w, core, &s);
    s.clause = CLAUSE_RESULT;
    if (!walk_results(w, core->columns, core->ncolumns, &s))
        return false;
    s.results = core->columns;
    s.nresults = core->ncolumns;
    return walk_from(w, &core->from, around, &s) &&
           walk_in_clause(w, &core->where, &s, CLAUSE_WHERE) && walk_group(w, core, &s) &&
           walk_windows(w, core, &s);
}

static bool walk_limit(
    struct walker *w, struct expr **limit, struct expr **offset, const struct scope *around)
{
    struct scope s = {.outer = around, .clause = CLAUSE_LIMIT};

    return walk_expr(w, limit, &s) && walk_expr(w, offset, &s);
}

static bool walk_ctes(struct walker *w, struct with *with, const struct scope *s)
{
    for (size_t i = 0; i < with->len; i++) {
        if (!walk_select(w, with->items[i].select, s))
            return false;
    }
    return true;
}

static bool walk_tail(struct walker *w, struct select *sel, const struct scope *around)
{
    const struct select_core *first = &sel->cores[0];
    struct scope s = core_scope(sel, first, around);

    s.clause = CLAUSE_ORDER;
    s.results = first->columns;
    s.nresults = first->ncolumns;
    return walk_order(w, &sel->order, &s) && walk_limit(w, &sel->limit, &sel->offset, around);
}

bool walk_select(struct walker *w, struct select *sel, const struct scope *s)
{
    struct scope ctes = {.outer = s, .with = &sel->with};
    const struct scope *around = sel->with.len > 0 ? &ctes : s;

    assert(sel->ncores > 0);
    if (!walk_ctes(w, &sel->with, around))
        return false;
    for (size_t i = 0; i < sel->ncores; i++) {
        if (!walk_core(w, sel, &sel->cores[i], around))
            return false;
    }
    return walk_tail(w, sel, around);
}

static bool visit_target_columns(
    struct walker *w, struct ident *columns, size_t n, const struct dml *d, const struct scope *s)
{
    for (size_t i = 0; i < n && w->on_target_column != NULL; i++) {
        if (!w->on_target_column(w, &columns[i], d, s))
            return false;
    }
    return true;
}

static bool walk_set(
    struct walker *w, struct assignment_list *set, const struct dml *d, struct scope *s)
{
    s->clause = CLAUSE_SET;
    for (size_t i = 0; i < set->len; i++) {
        struct assignment *a = &set->items[i];

        if (!visit_target_columns(w, a->columns, a->ncolumns, d, s) || !walk_expr(w, &a->value, s))
            return false;
    }
    return true;
}

static bool walk_upsert(
    struct walker *w, struct upsert *u, const struct dml *d, const struct scope *around)
{
    struct scope s = {.outer = around, .dml = d, .clause = CLAUSE_TARGET};

    if (!walk_order(w, &u->target, &s) || !walk_expr(w, &u->target_where, &s))
        return false;
    s.extra[s.nextra++] = (struct ident){.text = STR("excluded")};
    return walk_set(w, &u->set, d, &s) && walk_in_clause(w, &u->where, &s, CLAUSE_WHERE);
}

static bool walk_insert(struct walker *w, struct dml *d, const struct scope *around)
{
    struct scope s = {.outer = around, .dml = d, .clause = CLAUSE_TARGET};

    if (!visit_target_columns(w, d->columns, d->ncolumns, d, &s))
        return false;
    if (d->select != NULL && !walk_select(w, d->select, around))
        return false;
    for (size_t i = 0; i < d->nupserts; i++) {
        if (!walk_upsert(w, &d->upserts[i], d, around))
            return false;
    }
    return true;
}

/* UPDATE and DELETE: SET, FROM, WHERE, ORDER BY, LIMIT. */
static bool walk_change(struct walker *w, struct dml *d, const struct scope *around)
{
    struct scope s = {.outer = around, .dml = d, .from = &d->from};

    if (!walk_set(w, &d->set, d, &s) || !walk_from(w, &d->from, around, &s) ||
        !walk_in_clause(w, &d->where, &s, CLAUSE_WHERE))
        return false;
    s.clause = CLAUSE_ORDER;
    return walk_order(w, &d->order, &s) && walk_limit(w, &d->limit, &d->offset, around);
}

bool walk_dml(struct walker *w, struct dml *d, const struct scope *s)
{
    struct scope ctes = {.outer = s, .with = &d->with};
    const struct scope *around = d->with.len > 0 ? &ctes : s;
    struct scope target = {.outer = around, .dml = d, .clause = CLAUSE_RETURNING};

    if (d->kind == DML_SELECT)
        return walk_select(w, d->select, s);
    if (!walk_ctes(w, &d->with, around))
        return false;
    if (w->on_table != NULL && !w->on_table(w, &d->schema, &d->table, &target, false))
        return false;
    if (!visit_index(w, &d->indexed_by, &target))
        return false;
    if (d->kind == DML_INSERT ? !walk_insert(w, d, around) : !walk_change(w, d, around))
        return false;
    return walk_results(w, d->returning, d->nreturning, &target);
}

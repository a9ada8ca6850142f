#include "sql/print-select.h"

#include "sql/print-expr.h"

/* "(", what is nested a level deeper, ")". The caller prints between the two. */
static struct printer open_paren(const struct printer *p)
{
    struct printer inner = *p;

    inner.indent++;
    print_text(p, "(");
    print_line(&inner);
    return inner;
}

static void close_paren(const struct printer *p)
{
    print_line(p);
    print_text(p, ")");
}

static void print_cte(const struct printer *p, const struct cte *cte)
{
    struct printer inner;

    print_name(p, &cte->name);
    if (cte->ncolumns > 0) {
        print_text(p, " ");
        print_names(p, cte->columns, cte->ncolumns);
    }
    print_text(p, " AS ");
    strbuf_add(p->b, cte->materialized);
    print_text(p, cte->materialized.len > 0 ? " " : "");
    inner = open_paren(p);
    print_query(&inner, cte->select);
    close_paren(p);
}

void print_with(const struct printer *p, const struct with *w)
{
    if (w->len == 0)
        return;
    print_text(p, w->recursive ? "WITH RECURSIVE " : "WITH ");
    for (size_t i = 0; i < w->len; i++) {
        if (i > 0) {
            print_text(p, ",");
            print_line(p);
        }
        print_cte(p, &w->items[i]);
    }
    print_line(p);
}

static void print_result(const struct printer *p, const struct result_column *column)
{
    print_level(p, column->expr, PREC_OR);
    print_alias(p, &column->alias);
}

void print_results(const struct printer *p, const struct result_column *columns, size_t n)
{
    struct printer inner = *p;

    if (n == 1) {
        print_text(p, " ");
        print_result(p, columns);
        return;
    }
    inner.indent++;
    for (size_t i = 0; i < n; i++) {
        print_text(p, i > 0 ? "," : "");
        print_line(&inner);
        print_result(&inner, &columns[i]);
    }
}

void print_indexed(const struct printer *p, const struct ident *indexed_by, bool not_indexed)
{
    if (ident_is_set(indexed_by)) {
        print_text(p, " INDEXED BY ");
        print_name(p, indexed_by);
    }
    print_text(p, not_indexed ? " NOT INDEXED" : "");
}

static void print_items(const struct printer *p, const struct from_list *l);

static void print_relation(const struct printer *p, const struct from_item *item)
{
    struct printer inner;

    if (item->select == NULL && item->nested == NULL) {
        print_qualified(p, &item->schema, &item->name);
        if (item->is_function) {
            print_text(p, "(");
            print_exprs(p, &item->args);
            print_text(p, ")");
        }
        return;
    }
    inner = open_paren(p);
    if (item->select != NULL)
        print_query(&inner, item->select);
    else
        print_items(&inner, item->nested);
    close_paren(p);
}

static void print_item(const struct printer *p, const struct from_item *item)
{
    print_relation(p, item);
    print_alias(p, &item->alias);
    print_indexed(p, &item->indexed_by, item->not_indexed);
    if (item->on != NULL) {
        print_text(p, " ON ");
        print_level(p, item->on, PREC_OR);
    }
    if (item->nusing > 0) {
        print_text(p, " USING ");
        print_names(p, item->using_columns, item->nusing);
    }
}

static void print_items(const struct printer *p, const struct from_list *l)
{
    static const char *const joins[] = {
        [JOIN_COMMA] = "",
        [JOIN_INNER] = "JOIN ",
        [JOIN_LEFT] = "LEFT JOIN ",
        [JOIN_RIGHT] = "RIGHT JOIN ",
        [JOIN_FULL] = "FULL JOIN ",
        [JOIN_CROSS] = "CROSS JOIN ",
    };

    for (size_t i = 0; i < l->len; i++) {
        const struct from_item *item = &l->items[i];

        if (i > 0) {
            print_text(p, item->join == JOIN_COMMA ? "," : "");
            print_line(p);
            print_text(p, item->natural ? "NATURAL " : "");
            print_text(p, joins[item->join]);
        }
        print_item(p, item);
    }
}

void print_from(const struct printer *p, const struct from_list *l)
{
    if (l->len == 0)
        return;
    print_line(p);
    print_text(p, "FROM ");
    print_items(p, l);
}

/* A clause of one expression on a line of its own. */
static void print_clause(const struct printer *p, const char *word, const struct expr *e)
{
    if (e == NULL)
        return;
    print_line(p);
    print_text(p, word);
    print_level(p, e, PREC_OR);
}

void print_where(const struct printer *p, const struct expr *where)
{
    print_clause(p, "WHERE ", where);
}

void print_order_limit(const struct printer *p, const struct order_list *order,
    const struct expr *limit, const struct expr *offset)
{
    if (order->len > 0) {
        print_line(p);
        print_text(p, "ORDER BY ");
        print_order(p, order);
    }
    print_clause(p, "LIMIT ", limit);
    if (offset != NULL) {
        print_text(p, " OFFSET ");
        print_level(p, offset, PREC_OR);
    }
}

static void print_windows(const struct printer *p, const struct window *windows, size_t n)
{
    if (n == 0)
        return;
    print_line(p);
    print_text(p, "WINDOW ");
    for (size_t i = 0; i < n; i++) {
        print_text(p, i > 0 ? ", " : "");
        print_name(p, &windows[i].name);
        print_text(p, " AS ");
        print_window(p, &windows[i]);
    }
}

static void print_rows(const struct printer *p, const struct select_core *core)
{
    struct printer inner = *p;

    print_text(p, "VALUES");
    inner.indent += core->nrows > 1;
    for (size_t i = 0; i < core->nrows; i++) {
        print_text(p, i > 0 ? "," : "");
        if (core->nrows > 1)
            print_line(&inner);
        else
            print_text(p, " ");
        print_text(p, "(");
        print_exprs(&inner, &core->rows[i]);
        print_text(p, ")");
    }
}

static void print_core(const struct printer *p, const struct select_core *core)
{
    if (core->values) {
        print_rows(p, core);
        return;
    }
    print_text(p, "SELECT");
    print_text(p, core->distinct ? " DISTINCT" : core->all ? " ALL" : "");
    print_results(p, core->columns, core->ncolumns);
    print_from(p, &core->from);
    print_where(p, core->where);
    if (core->group.len > 0) {
        print_line(p);
        print_text(p, "GROUP BY ");
        print_exprs(p, &core->group);
    }
    print_clause(p, "HAVING ", core->having);
    print_windows(p, core->windows, core->nwindows);
}

void print_query(const struct printer *p, const struct select *s)
{
    print_with(p, &s->with);
    for (size_t i = 0; i < s->ncores; i++) {
        if (i > 0) {
            print_line(p);
            strbuf_add(p->b, s->cores[i].compound);
            print_line(p);
        }
        print_core(p, &s->cores[i]);
    }
    print_order_limit(p, &s->order, s->limit, s->offset);
}

void print_select(
    struct strbuf *b, const struct print_rules *r, const struct select *s, unsigned indent)
{
    struct printer p = {b, r, indent};

    strbuf_fill(b, ' ', (size_t)indent * 4);
    print_query(&p, s);
}

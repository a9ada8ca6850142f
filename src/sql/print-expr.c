#include "sql/print-expr.h"

#include <assert.h>

#include "sql/print-select.h"

typedef void print_fn(const struct printer *p, const struct expr *e);

void print_exprs(const struct printer *p, const struct expr_list *l)
{
    for (size_t i = 0; i < l->len; i++) {
        print_text(p, i > 0 ? ", " : "");
        print_level(p, l->items[i], PREC_OR);
    }
}

void print_order(const struct printer *p, const struct order_list *l)
{
    static const char *const nulls[] = {"", " NULLS FIRST", " NULLS LAST"};

    for (size_t i = 0; i < l->len; i++) {
        const struct order_term *t = &l->items[i];

        print_text(p, i > 0 ? ", " : "");
        print_level(p, t->expr, PREC_OR);
        print_text(p, t->desc > 0 ? " DESC" : t->desc < 0 ? " ASC" : "");
        print_text(p, nulls[t->nulls]);
    }
}

/* "(", the query a level deeper on lines of its own, ")" */
static void print_subquery(const struct printer *p, const struct select *s)
{
    struct printer inner = *p;

    inner.indent++;
    print_text(p, "(");
    print_line(&inner);
    print_query(&inner, s);
    print_line(p);
    print_text(p, ")");
}

static void print_constant(const struct printer *p, const struct expr *e)
{
    static const char *const words[EXPR__COUNT] = {
        [EXPR_NULL] = "NULL", [EXPR_TRUE] = "TRUE", [EXPR_FALSE] = "FALSE"};

    print_text(p, words[e->kind]);
}

static void print_as_written(const struct printer *p, const struct expr *e)
{
    strbuf_add(p->b, e->text);
}

static void print_string_literal(const struct printer *p, const struct expr *e)
{
    print_string(p->b, p->r, e->text);
}

static void print_blob(const struct printer *p, const struct expr *e)
{
    print_text(p, "X'");
    strbuf_add(p->b, e->text);
    print_text(p, "'");
}

static void print_parts(const struct printer *p, const struct expr *e)
{
    for (unsigned i = 0; i < e->nparts; i++) {
        print_text(p, i > 0 ? "." : "");
        print_name(p, &e->parts[i]);
    }
}

/* A double-quoted word may be a string to SQLite (see struct ident), one in backticks is never. */
static void print_column(const struct printer *p, const struct expr *e)
{
    struct print_rules backtick = *p->r;

    backtick.quote = '`';
    if (e->nparts == 1 && e->parts[0].quote == '"')
        print_quoted(p->b, p->r, e->parts[0].text);
    else if (e->nparts == 1 && e->parts[0].quote == '`')
        print_ident(p->b, &backtick, e->parts[0].text);
    else
        print_parts(p, e);
}

static void print_star(const struct printer *p, const struct expr *e)
{
    print_parts(p, e);
    print_text(p, e->nparts > 0 ? ".*" : "*");
}

static bool starts_with_minus(const struct expr *e)
{
    return e->kind == EXPR_UNARY && e->op == EO_NEG;
}

/* Two minus signs side by side would begin a comment. */
static void print_unary(const struct printer *p, const struct expr *e)
{
    enum expr_op op = (enum expr_op)e->op;

    print_text(p, expr_op_text(op));
    if (op == EO_NOT || (op == EO_NEG && starts_with_minus(e->left)))
        print_text(p, " ");
    print_level(p, e->left, expr_op_precedence(op));
}

/* Operators group from the left: what stands right must bind more tightly. */
static void print_binary(const struct printer *p, const struct expr *e)
{
    enum precedence prec = expr_op_precedence((enum expr_op)e->op);

    print_level(p, e->left, prec);
    print_text(p, " ");
    print_text(p, expr_op_text((enum expr_op)e->op));
    print_text(p, " ");
    print_level(p, e->right, (enum precedence)(prec + 1));
}

static void print_is(const struct printer *p, const struct expr *e)
{
    print_level(p, e->left, PREC_EQUAL);
    print_text(p, e->negated ? " IS NOT " : " IS ");
    print_text(p, e->distinct ? "DISTINCT FROM " : "");
    print_level(p, e->right, PREC_COMPARE);
}

static void print_isnull(const struct printer *p, const struct expr *e)
{
    print_level(p, e->left, PREC_EQUAL);
    print_text(p, e->negated ? " IS NOT NULL" : " IS NULL");
}

static void print_between(const struct printer *p, const struct expr *e)
{
    assert(e->list.len == 2);
    print_level(p, e->left, PREC_EQUAL);
    print_text(p, e->negated ? " NOT BETWEEN " : " BETWEEN ");
    print_level(p, e->list.items[0], PREC_COMPARE);
    print_text(p, " AND ");
    print_level(p, e->list.items[1], PREC_COMPARE);
}

static void print_arguments(const struct printer *p, const struct expr_list *l)
{
    print_text(p, "(");
    print_exprs(p, l);
    print_text(p, ")");
}

static void print_in(const struct printer *p, const struct expr *e)
{
    print_level(p, e->left, PREC_EQUAL);
    print_text(p, e->negated ? " NOT IN " : " IN ");
    if (e->select != NULL) {
        print_subquery(p, e->select);
        return;
    }
    print_parts(p, e);
    if (e->nparts == 0 || e->list.len > 0)
        print_arguments(p, &e->list);
}

static void print_like(const struct printer *p, const struct expr *e)
{
    print_level(p, e->left, PREC_EQUAL);
    print_text(p, e->negated ? " NOT " : " ");
    strbuf_add(p->b, e->word);
    print_text(p, " ");
    print_level(p, e->right, PREC_COMPARE);
    if (e->list.len > 0) {
        print_text(p, " ESCAPE ");
        print_level(p, e->list.items[0], PREC_COMPARE);
    }
}

static void print_case(const struct printer *p, const struct expr *e)
{
    assert(e->list.len % 2 == 0);
    print_text(p, "CASE");
    if (e->left != NULL) {
        print_text(p, " ");
        print_level(p, e->left, PREC_OR);
    }
    for (size_t i = 0; i < e->list.len; i++) {
        print_text(p, i % 2 == 0 ? " WHEN " : " THEN ");
        print_level(p, e->list.items[i], PREC_OR);
    }
    if (e->right != NULL) {
        print_text(p, " ELSE ");
        print_level(p, e->right, PREC_OR);
    }
    print_text(p, " END");
}

static void print_cast(const struct printer *p, const struct expr *e)
{
    print_text(p, "CAST(");
    print_level(p, e->left, PREC_OR);
    print_text(p, " AS ");
    strbuf_add(p->b, e->word);
    print_text(p, ")");
}

static void print_collate(const struct printer *p, const struct expr *e)
{
    print_level(p, e->left, PREC_COLLATE);
    print_text(p, " COLLATE ");
    print_ident(p->b, p->r, e->word);
}

static void print_over(const struct printer *p, const struct window *w)
{
    print_text(p, " OVER ");
    if (w->ref_only)
        print_name(p, &w->name);
    else
        print_window(p, w);
}

static void print_function(const struct printer *p, const struct expr *e)
{
    print_parts(p, e);
    print_text(p, e->distinct ? "(DISTINCT " : "(");
    print_text(p, e->star ? "*" : "");
    print_exprs(p, &e->list);
    if (e->order.len > 0) {
        print_text(p, " ORDER BY ");
        print_order(p, &e->order);
    }
    print_text(p, ")");
    if (e->filter != NULL) {
        print_text(p, " FILTER (WHERE ");
        print_level(p, e->filter, PREC_OR);
        print_text(p, ")");
    }
    if (e->over != NULL)
        print_over(p, e->over);
}

static void print_exists(const struct printer *p, const struct expr *e)
{
    print_text(p, "EXISTS ");
    print_subquery(p, e->select);
}

static void print_subquery_expr(const struct printer *p, const struct expr *e)
{
    print_subquery(p, e->select);
}

static void print_row(const struct printer *p, const struct expr *e)
{
    print_arguments(p, &e->list);
}

static void print_raise(const struct printer *p, const struct expr *e)
{
    print_text(p, "RAISE(");
    strbuf_add(p->b, e->word);
    if (e->left != NULL) {
        print_text(p, ", ");
        print_level(p, e->left, PREC_OR);
    }
    print_text(p, ")");
}

static void print_paren(const struct printer *p, const struct expr *e)
{
    print_text(p, "(");
    print_level(p, e->left, PREC_OR);
    print_text(p, ")");
}

static print_fn *const printers[] = {
    [EXPR_NULL] = print_constant,
    [EXPR_TRUE] = print_constant,
    [EXPR_FALSE] = print_constant,
    [EXPR_NUMBER] = print_as_written,
    [EXPR_STRING] = print_string_literal,
    [EXPR_BLOB] = print_blob,
    [EXPR_PARAM] = print_as_written,
    [EXPR_CURRENT] = print_as_written,
    [EXPR_COLUMN] = print_column,
    [EXPR_STAR] = print_star,
    [EXPR_UNARY] = print_unary,
    [EXPR_BINARY] = print_binary,
    [EXPR_IS] = print_is,
    [EXPR_ISNULL] = print_isnull,
    [EXPR_BETWEEN] = print_between,
    [EXPR_IN] = print_in,
    [EXPR_LIKE] = print_like,
    [EXPR_CASE] = print_case,
    [EXPR_CAST] = print_cast,
    [EXPR_COLLATE] = print_collate,
    [EXPR_FUNCTION] = print_function,
    [EXPR_EXISTS] = print_exists,
    [EXPR_SUBQUERY] = print_subquery_expr,
    [EXPR_ROW] = print_row,
    [EXPR_RAISE] = print_raise,
    [EXPR_PAREN] = print_paren,
};
_Static_assert(ARRAY_LEN(printers) == EXPR__COUNT, "every kind needs a printer");

void print_level(const struct printer *p, const struct expr *e, enum precedence min)
{
    bool parens = expr_precedence(e) < min;

    assert(e->kind < EXPR__COUNT);
    print_text(p, parens ? "(" : "");
    printers[e->kind](p, e);
    print_text(p, parens ? ")" : "");
}

void print_expr(struct strbuf *b, const struct print_rules *r, const struct expr *e)
{
    struct printer p = {b, r, 0};

    print_level(&p, e, PREC_OR);
}

void print_order_list(struct strbuf *b, const struct print_rules *r, const struct order_list *l)
{
    struct printer p = {b, r, 0};

    print_order(&p, l);
}

static void print_bound(const struct printer *p, struct flash_str kind, const struct expr *offset)
{
    if (offset != NULL) {
        print_level(p, offset, PREC_OR);
        print_text(p, " ");
    }
    strbuf_add(p->b, kind);
}

static void print_frame(const struct printer *p, const struct window *w)
{
    strbuf_add(p->b, w->frame_mode);
    print_text(p, w->between ? " BETWEEN " : " ");
    print_bound(p, w->start_kind, w->start);
    if (w->between) {
        print_text(p, " AND ");
        print_bound(p, w->end_kind, w->end);
    }
    if (w->exclude.len > 0) {
        print_text(p, " EXCLUDE ");
        strbuf_add(p->b, w->exclude);
    }
}

/* Any word of SQL in the place of the base could be taken for the clause behind it. */
static void print_base(const struct printer *p, struct flash_str base)
{
    if (keyword_find(base) != KW_NONE)
        print_quoted(p->b, p->r, base);
    else
        print_ident(p->b, p->r, base);
}

void print_window(const struct printer *p, const struct window *w)
{
    const char *space = "";

    print_text(p, "(");
    if (ident_is_set(&w->base)) {
        print_base(p, w->base.text);
        space = " ";
    }
    if (w->partition.len > 0) {
        print_text(p, space);
        print_text(p, "PARTITION BY ");
        print_exprs(p, &w->partition);
        space = " ";
    }
    if (w->order.len > 0) {
        print_text(p, space);
        print_text(p, "ORDER BY ");
        print_order(p, &w->order);
        space = " ";
    }
    if (w->frame_mode.len > 0) {
        print_text(p, space);
        print_frame(p, w);
    }
    print_text(p, ")");
}

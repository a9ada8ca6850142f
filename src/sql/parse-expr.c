#include "sql/parse-expr.h"

#include <assert.h>

#include "base/limits.h"
#include "base/vec.h"
#include "sql/parse-name.h"
#include "sql/parse-primary.h"
#include "sql/parse-select.h"

struct infix {
    uint8_t precedence; /* PREC_NONE: no infix operator */
    uint8_t op;         /* enum expr_op */
    /* At the operator's token; left is complete. NULL after an error. */
    struct expr *(*parse)(struct cursor *c, struct expr *left, const struct infix *x);
};

static const struct infix infix_words[KW__COUNT];

struct expr *parse_new(struct cursor *c, enum expr_kind kind)
{
    struct expr *e = arena_new(c->arena, struct expr);

    e->kind = (uint8_t)kind;
    return e;
}

static unsigned higher(unsigned height, const struct expr *e)
{
    return e != NULL && e->height > height ? e->height : height;
}

static unsigned highest_of_list(unsigned height, const struct expr_list *l)
{
    for (size_t i = 0; i < l->len; i++)
        height = higher(height, l->items[i]);
    return height;
}

static unsigned highest_of_order(unsigned height, const struct order_list *l)
{
    for (size_t i = 0; i < l->len; i++)
        height = higher(height, l->items[i].expr);
    return height;
}

static unsigned height_of(const struct expr *e)
{
    unsigned height = higher(higher(0, e->left), e->right);

    height = highest_of_list(height, &e->list);
    height = highest_of_order(height, &e->order);
    height = higher(height, e->filter);
    if (e->over != NULL) {
        height = highest_of_list(height, &e->over->partition);
        height = highest_of_order(height, &e->over->order);
        height = higher(higher(height, e->over->start), e->over->end);
    }
    if (e->select != NULL && e->select->height > height)
        height = e->select->height;
    return height + 1;
}

struct expr *parse_finish(struct cursor *c, const struct token *first, struct expr *e)
{
    unsigned height;

    if (e == NULL || c->failed)
        return NULL;
    height = height_of(e);
    if (height > LIMIT_NESTING) {
        cursor_error(c, "the expression is too deep; the limit is %d levels", LIMIT_NESTING);
        return NULL;
    }
    e->loc = cursor_loc_from(c, first);
    e->height = (uint16_t)height;
    if (height > c->deepest)
        c->deepest = height;
    return e;
}

/* NOT inside an operator that binds more tightly is printed in parentheses: it counts for them, so
 * that what was read can be read again once printed. */
static struct expr *parse_prefix_op(struct cursor *c, enum expr_op op, enum precedence min)
{
    const struct token *first = c->tok;
    bool guarded = min > expr_op_precedence(op);
    struct expr *e = parse_new(c, EXPR_UNARY);

    cursor_advance(c);
    if (guarded && !cursor_enter(c))
        return NULL;
    e->op = (uint8_t)op;
    e->left = parse_level(c, expr_op_precedence(op));
    if (guarded)
        cursor_leave(c);
    return parse_finish(c, first, e);
}

static struct expr *parse_prefix(struct cursor *c, enum precedence min)
{
    if (cursor_is_kw(c, KW_NOT))
        return parse_prefix_op(c, EO_NOT, min);
    if (cursor_is_op(c, OP_MINUS))
        return parse_prefix_op(c, EO_NEG, min);
    if (cursor_is_op(c, OP_PLUS))
        return parse_prefix_op(c, EO_POS, min);
    if (cursor_is_op(c, OP_TILDE))
        return parse_prefix_op(c, EO_BITNOT, min);
    return parse_primary(c);
}

static struct expr *parse_binary(struct cursor *c, struct expr *left, const struct infix *x)
{
    struct expr *e = parse_new(c, EXPR_BINARY);

    cursor_advance(c);
    e->op = x->op;
    e->left = left;
    e->right = parse_level(c, (enum precedence)(x->precedence + 1));
    return e;
}

static struct expr *make_isnull(struct cursor *c, struct expr *left, bool negated)
{
    struct expr *e = parse_new(c, EXPR_ISNULL);

    e->left = left;
    e->negated = negated;
    return e;
}

static struct expr *parse_isnull(struct cursor *c, struct expr *left, const struct infix *x)
{
    cursor_advance(c);
    return make_isnull(c, left, x->op == EO_NOT);
}

static struct expr *parse_is(struct cursor *c, struct expr *left, const struct infix *x)
{
    struct expr *e = parse_new(c, EXPR_IS);

    cursor_advance(c);
    e->left = left;
    e->negated = cursor_accept_kw(c, KW_NOT);
    e->distinct = cursor_accept_kw2(c, KW_DISTINCT, KW_FROM);
    e->right = parse_level(c, (enum precedence)(x->precedence + 1));
    if (e->right != NULL && e->right->kind == EXPR_NULL && !e->distinct)
        return make_isnull(c, left, e->negated);
    return e;
}

static struct expr *parse_like(struct cursor *c, struct expr *left, const struct infix *x)
{
    struct expr *e = parse_new(c, EXPR_LIKE);
    enum precedence next = (enum precedence)(x->precedence + 1);

    e->word = keyword_text((enum keyword)c->tok->keyword);
    cursor_advance(c);
    e->left = left;
    e->right = parse_level(c, next);
    if (cursor_accept_kw(c, KW_ESCAPE)) {
        e->list.items = arena_new(c->arena, struct expr *);
        e->list.items[0] = parse_level(c, next);
        e->list.len = 1;
    }
    return e;
}

/* The lower bound may hold operators of BETWEEN's own level, which are printed in parentheses. */
static struct expr *parse_between(struct cursor *c, struct expr *left, const struct infix *x)
{
    struct expr *e = parse_new(c, EXPR_BETWEEN);

    cursor_advance(c);
    e->left = left;
    e->list.items = arena_array(c->arena, struct expr *, 2);
    e->list.len = 2;
    if (!cursor_enter(c))
        return NULL;
    e->list.items[0] = parse_level(c, (enum precedence)(PREC_AND + 1));
    cursor_leave(c);
    if (!cursor_expect_kw(c, KW_AND))
        return NULL;
    e->list.items[1] = parse_level(c, (enum precedence)(x->precedence + 1));
    return e;
}

/* IN [schema.]table [(arguments)] */
static void parse_in_table(struct cursor *c, struct expr *e)
{
    struct ident schema, name;

    if (!parse_qualified_name(c, "'(' or a table", &schema, &name))
        return;
    if (schema.text.ptr != NULL)
        e->parts[e->nparts++] = schema;
    e->parts[e->nparts++] = name;
    if (cursor_accept_op(c, OP_LPAREN) && !cursor_accept_op(c, OP_RPAREN)) {
        parse_expr_list(c, &e->list);
        cursor_expect_op(c, OP_RPAREN);
    }
}

static struct expr *parse_in(struct cursor *c, struct expr *left, const struct infix *x)
{
    struct expr *e = parse_new(c, EXPR_IN);

    (void)x;
    cursor_advance(c);
    e->left = left;
    if (!cursor_accept_op(c, OP_LPAREN)) {
        parse_in_table(c, e);
        return e;
    }
    if (parse_at_select(c))
        e->select = parse_select(c);
    else if (!cursor_is_op(c, OP_RPAREN))
        parse_expr_list(c, &e->list);
    cursor_expect_op(c, OP_RPAREN);
    return e;
}

static struct expr *parse_collate(struct cursor *c, struct expr *left, const struct infix *x)
{
    struct expr *e = parse_new(c, EXPR_COLLATE);
    struct ident name;

    (void)x;
    cursor_advance(c);
    e->left = left;
    if (!parse_is_id(c))
        cursor_unexpected(c, "a collation");
    if (parse_accept_name(c, &name))
        e->word = name.text;
    return e;
}

/* What may stand behind an infix NOT. */
static bool may_be_negated(const struct token *t)
{
    return t->keyword == KW_IN || t->keyword == KW_BETWEEN || t->keyword == KW_NULL ||
           t->keyword == KW_LIKE || t->keyword == KW_GLOB || t->keyword == KW_REGEXP ||
           t->keyword == KW_MATCH;
}

static struct expr *parse_negated(struct cursor *c, struct expr *left, const struct infix *x)
{
    const struct infix *positive;
    struct expr *e;

    (void)x;
    cursor_advance(c);
    if (cursor_accept_kw(c, KW_NULL))
        return make_isnull(c, left, true);
    positive = &infix_words[c->tok->keyword];
    assert(positive->parse != NULL);
    e = positive->parse(c, left, positive);
    if (e != NULL)
        e->negated = true;
    return e;
}

static const struct infix infix_words[KW__COUNT] = {
    [KW_OR] = {PREC_OR, EO_OR, parse_binary},
    [KW_AND] = {PREC_AND, EO_AND, parse_binary},
    [KW_NOT] = {PREC_EQUAL, EO_NOT, parse_negated},
    [KW_IS] = {PREC_EQUAL, EO_NONE, parse_is},
    [KW_ISNULL] = {PREC_EQUAL, EO_NONE, parse_isnull},
    [KW_NOTNULL] = {PREC_EQUAL, EO_NOT, parse_isnull},
    [KW_IN] = {PREC_EQUAL, EO_NONE, parse_in},
    [KW_BETWEEN] = {PREC_EQUAL, EO_NONE, parse_between},
    [KW_LIKE] = {PREC_EQUAL, EO_NONE, parse_like},
    [KW_GLOB] = {PREC_EQUAL, EO_NONE, parse_like},
    [KW_REGEXP] = {PREC_EQUAL, EO_NONE, parse_like},
    [KW_MATCH] = {PREC_EQUAL, EO_NONE, parse_like},
    [KW_COLLATE] = {PREC_COLLATE, EO_NONE, parse_collate},
};

static const struct infix infix_ops[OP_OTHER + 1] = {
    [OP_EQ] = {PREC_EQUAL, EO_EQ, parse_binary},
    [OP_EQEQ] = {PREC_EQUAL, EO_EQ, parse_binary},
    [OP_NE] = {PREC_EQUAL, EO_NE, parse_binary},
    [OP_LTGT] = {PREC_EQUAL, EO_NE, parse_binary},
    [OP_LT] = {PREC_COMPARE, EO_LT, parse_binary},
    [OP_LE] = {PREC_COMPARE, EO_LE, parse_binary},
    [OP_GT] = {PREC_COMPARE, EO_GT, parse_binary},
    [OP_GE] = {PREC_COMPARE, EO_GE, parse_binary},
    [OP_AMP] = {PREC_BIT, EO_BITAND, parse_binary},
    [OP_PIPE] = {PREC_BIT, EO_BITOR, parse_binary},
    [OP_LSHIFT] = {PREC_BIT, EO_LSHIFT, parse_binary},
    [OP_RSHIFT] = {PREC_BIT, EO_RSHIFT, parse_binary},
    [OP_PLUS] = {PREC_ADD, EO_ADD, parse_binary},
    [OP_MINUS] = {PREC_ADD, EO_SUB, parse_binary},
    [OP_STAR] = {PREC_MULTIPLY, EO_MUL, parse_binary},
    [OP_SLASH] = {PREC_MULTIPLY, EO_DIV, parse_binary},
    [OP_PERCENT] = {PREC_MULTIPLY, EO_MOD, parse_binary},
    [OP_CONCAT] = {PREC_CONCAT, EO_CONCAT, parse_binary},
    [OP_ARROW] = {PREC_CONCAT, EO_ARROW, parse_binary},
    [OP_ARROW2] = {PREC_CONCAT, EO_ARROW2, parse_binary},
};

/* The infix operator at the cursor; one of PREC_NONE if there is none. */
static const struct infix *infix_at(const struct cursor *c)
{
    const struct token *t = cursor_peek(c, 0);

    if (t->kind == TOK_OP)
        return &infix_ops[t->op];
    if (t->keyword == KW_NOT && !may_be_negated(cursor_peek(c, 1)))
        return &infix_words[KW_NONE];
    return &infix_words[t->keyword];
}

struct expr *parse_level(struct cursor *c, enum precedence min)
{
    const struct token *first = c->tok;
    const struct infix *x;
    struct expr *e;

    assert(min > PREC_NONE);
    if (!cursor_enter(c))
        return NULL;
    e = parse_prefix(c, min);
    while (e != NULL && (x = infix_at(c))->precedence >= min)
        e = parse_finish(c, first, x->parse(c, e, x));
    cursor_leave(c);
    return e;
}

struct expr *parse_expr(struct cursor *c)
{
    return parse_level(c, PREC_OR);
}

/* SQLite takes a bare word behind DEFAULT for a string, except TRUE and FALSE. */
static struct expr *parse_word_literal(struct cursor *c)
{
    const struct token *first = c->tok;
    struct expr *e;
    struct ident name;

    if (!parse_accept_name(c, &name)) {
        cursor_unexpected(c, "a literal");
        return NULL;
    }
    e = parse_new(c, EXPR_STRING);
    e->text = name.text;
    return parse_finish(c, first, e);
}

struct expr *parse_signed_literal(struct cursor *c)
{
    const struct token *first = c->tok;
    bool negative = cursor_is_op(c, OP_MINUS);
    struct expr *e;

    if (negative || cursor_is_op(c, OP_PLUS)) {
        e = parse_new(c, EXPR_UNARY);
        cursor_advance(c);
        e->op = negative ? EO_NEG : EO_POS;
        e->left = parse_literal(c);
        if (e->left == NULL)
            cursor_unexpected(c, "a literal");
        return parse_finish(c, first, e);
    }
    e = parse_literal(c);
    return e != NULL || c->failed ? e : parse_word_literal(c);
}

bool parse_expr_list(struct cursor *c, struct expr_list *out)
{
    VEC(struct expr *) list = {0};

    do {
        struct expr *e = parse_expr(c);

        if (e == NULL)
            return false;
        *vec_push(c->arena, &list) = e;
    } while (cursor_accept_op(c, OP_COMMA));
    *out = (struct expr_list){list.items, list.len};
    return true;
}

static bool parse_order_term(struct cursor *c, struct order_term *term)
{
    term->expr = parse_expr(c);
    if (cursor_accept_kw(c, KW_ASC))
        term->desc = -1;
    else if (cursor_accept_kw(c, KW_DESC))
        term->desc = 1;
    if (cursor_accept_kw2(c, KW_NULLS, KW_FIRST))
        term->nulls = 1;
    else if (cursor_accept_kw2(c, KW_NULLS, KW_LAST))
        term->nulls = 2;
    return term->expr != NULL;
}

bool parse_order_list(struct cursor *c, struct order_list *out)
{
    VEC(struct order_term) list = {0};

    do {
        if (!parse_order_term(c, vec_push(c->arena, &list)))
            return false;
    } while (cursor_accept_op(c, OP_COMMA));
    *out = (struct order_list){list.items, list.len};
    return true;
}

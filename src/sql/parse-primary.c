#include "sql/parse-primary.h"

#include "base/vec.h"
#include "sql/parse-expr.h"
#include "sql/parse-name.h"
#include "sql/parse-select.h"
#include "sql/parse-window.h"

static struct expr *parse_token(struct cursor *c, enum expr_kind kind)
{
    const struct token *first = c->tok;
    struct expr *e = parse_new(c, kind);

    e->text = token_value(c->src, first, c->arena);
    cursor_advance(c);
    return parse_finish(c, first, e);
}

static struct expr *parse_constant(struct cursor *c, enum expr_kind kind)
{
    const struct token *first = c->tok;
    struct expr *e = parse_new(c, kind);

    if (kind == EXPR_CURRENT)
        e->text = keyword_text((enum keyword)first->keyword);
    cursor_advance(c);
    return parse_finish(c, first, e);
}

/* EXPR__COUNT: the word is no constant. */
static enum expr_kind constant_kind(const struct cursor *c)
{
    static const struct {
        uint16_t keyword;
        uint8_t kind;
    } words[] = {
        {KW_NULL, EXPR_NULL},
        {KW_TRUE, EXPR_TRUE},
        {KW_FALSE, EXPR_FALSE},
        {KW_CURRENT_TIME, EXPR_CURRENT},
        {KW_CURRENT_DATE, EXPR_CURRENT},
        {KW_CURRENT_TIMESTAMP, EXPR_CURRENT},
    };
    const struct token *t = cursor_peek(c, 0);
    const struct token *next = cursor_peek(c, 1);

    if (t->keyword == KW_NONE)
        return EXPR__COUNT;
    /* A table or a function may be called 'true'. */
    if ((t->keyword == KW_TRUE || t->keyword == KW_FALSE) && next->kind == TOK_OP &&
        (next->op == OP_DOT || next->op == OP_LPAREN))
        return EXPR__COUNT;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (words[i].keyword == t->keyword)
            return (enum expr_kind)words[i].kind;
    }
    return EXPR__COUNT;
}

static bool is_dot(const struct token *t)
{
    return t->kind == TOK_OP && t->op == OP_DOT;
}

struct expr *parse_literal(struct cursor *c)
{
    const struct token *t = cursor_peek(c, 0);

    if (t->kind == TOK_NUMBER)
        return parse_token(c, EXPR_NUMBER);
    if (t->kind == TOK_STRING && !is_dot(cursor_peek(c, 1)))
        return parse_token(c, EXPR_STRING);
    if (t->kind == TOK_BLOB)
        return parse_token(c, EXPR_BLOB);
    if (t->kind == TOK_WORD) {
        enum expr_kind kind = constant_kind(c);

        return kind != EXPR__COUNT ? parse_constant(c, kind) : NULL;
    }
    return NULL;
}

/* What stands between the parentheses of a call. */
static void parse_arguments(struct cursor *c, struct expr *e)
{
    if (cursor_is_op(c, OP_RPAREN))
        return;
    if (cursor_accept_op(c, OP_STAR)) {
        e->star = true;
        return;
    }
    e->distinct = cursor_accept_kw(c, KW_DISTINCT);
    if (!e->distinct)
        cursor_accept_kw(c, KW_ALL);
    parse_expr_list(c, &e->list);
    if (cursor_accept_kw2(c, KW_ORDER, KW_BY))
        parse_order_list(c, &e->order);
}

static struct expr *parse_call(struct cursor *c, struct expr *e)
{
    e->kind = EXPR_FUNCTION;
    cursor_advance(c);
    parse_arguments(c, e);
    cursor_expect_op(c, OP_RPAREN);
    parse_filter_over(c, e);
    return e;
}

/* SQLite has no functions in schemas. */
static bool is_call(const struct cursor *c, const struct expr *e)
{
    return cursor_is_op(c, OP_LPAREN) && (e->nparts == 1 || c->rules->dialect != KW_SQLITE);
}

static struct expr *parse_column_or_call(struct cursor *c)
{
    const struct token *first = c->tok;
    struct expr *e = parse_new(c, EXPR_COLUMN);

    do {
        if (!parse_name(c, e->nparts == 0 ? "an expression" : "a column", &e->parts[e->nparts]))
            return NULL;
        e->nparts++;
    } while (e->nparts < ARRAY_LEN(e->parts) && cursor_accept_op(c, OP_DOT));
    if (is_call(c, e))
        e = parse_call(c, e);
    return parse_finish(c, first, e);
}

static struct expr *parse_case(struct cursor *c)
{
    const struct token *first = c->tok;
    struct expr *e = parse_new(c, EXPR_CASE);
    VEC(struct expr *) arms = {0};

    cursor_advance(c);
    if (!cursor_is_kw(c, KW_WHEN))
        e->left = parse_expr(c);
    do {
        cursor_expect_kw(c, KW_WHEN);
        *vec_push(c->arena, &arms) = parse_expr(c);
        cursor_expect_kw(c, KW_THEN);
        *vec_push(c->arena, &arms) = parse_expr(c);
    } while (cursor_is_kw(c, KW_WHEN));
    if (cursor_accept_kw(c, KW_ELSE))
        e->right = parse_expr(c);
    cursor_expect_kw(c, KW_END);
    if (c->failed)
        return NULL;
    e->list = (struct expr_list){arms.items, arms.len};
    return parse_finish(c, first, e);
}

static struct expr *parse_cast(struct cursor *c)
{
    const struct token *first = c->tok;
    struct expr *e = parse_new(c, EXPR_CAST);

    cursor_advance(c);
    cursor_expect_op(c, OP_LPAREN);
    e->left = parse_expr(c);
    cursor_expect_kw(c, KW_AS);
    e->word = parse_type_words(c);
    cursor_expect_op(c, OP_RPAREN);
    return parse_finish(c, first, e);
}

static struct expr *parse_exists(struct cursor *c)
{
    const struct token *first = c->tok;
    struct expr *e = parse_new(c, EXPR_EXISTS);

    cursor_advance(c);
    cursor_expect_op(c, OP_LPAREN);
    e->select = parse_select(c);
    cursor_expect_op(c, OP_RPAREN);
    return parse_finish(c, first, e);
}

/* A word or a string alone is the message itself; since SQLite 3.47 any expression may stand here.
 */
static struct expr *parse_raise_message(struct cursor *c)
{
    const struct token *next = cursor_peek(c, 1);

    if (parse_is_name(c, 0) && next->kind == TOK_OP && next->op == OP_RPAREN)
        return parse_token(c, EXPR_STRING);
    return parse_expr(c);
}

static struct expr *parse_raise(struct cursor *c)
{
    const struct token *first = c->tok;
    struct expr *e = parse_new(c, EXPR_RAISE);

    cursor_advance(c);
    cursor_expect_op(c, OP_LPAREN);
    e->word = keyword_text((enum keyword)cursor_peek(c, 0)->keyword);
    if (cursor_accept_kw(c, KW_IGNORE)) {
        cursor_expect_op(c, OP_RPAREN);
        return parse_finish(c, first, e);
    }
    if (cursor_accept_kw(c, KW_ROLLBACK) || cursor_accept_kw(c, KW_ABORT) ||
        cursor_accept_kw(c, KW_FAIL)) {
        cursor_expect_op(c, OP_COMMA);
        e->left = parse_raise_message(c);
        cursor_expect_op(c, OP_RPAREN);
        return parse_finish(c, first, e);
    }
    cursor_unexpected(c, "IGNORE, ROLLBACK, ABORT or FAIL");
    return NULL;
}

/* (SELECT ...), (a), (a, b). Parentheses around one expression leave no trace. */
static struct expr *parse_paren(struct cursor *c)
{
    const struct token *first = c->tok;
    struct expr *e;
    struct expr_list list;

    cursor_advance(c);
    if (parse_at_select(c)) {
        e = parse_new(c, EXPR_SUBQUERY);
        e->select = parse_select(c);
        cursor_expect_op(c, OP_RPAREN);
        return parse_finish(c, first, e);
    }
    if (!parse_expr_list(c, &list) || !cursor_expect_op(c, OP_RPAREN))
        return NULL;
    if (list.len == 1)
        return list.items[0];
    e = parse_new(c, EXPR_ROW);
    e->list = list;
    return parse_finish(c, first, e);
}

bool parse_is_primary_word(const struct cursor *c)
{
    return cursor_is_kw(c, KW_CAST) || cursor_is_kw(c, KW_RAISE) || constant_kind(c) != EXPR__COUNT;
}

struct expr *parse_primary(struct cursor *c)
{
    static const struct {
        uint16_t keyword;
        struct expr *(*parse)(struct cursor *c);
    } words[] = {
        {KW_CASE, parse_case},
        {KW_CAST, parse_cast},
        {KW_EXISTS, parse_exists},
        {KW_RAISE, parse_raise},
    };
    struct expr *e = parse_literal(c);
    const struct token *t = cursor_peek(c, 0);

    if (e != NULL || c->failed)
        return e;
    if (t->kind == TOK_PARAM)
        return parse_token(c, EXPR_PARAM);
    if (t->kind == TOK_OP && t->op == OP_LPAREN)
        return parse_paren(c);
    for (size_t i = 0; t->keyword != KW_NONE && i < ARRAY_LEN(words); i++) {
        if (words[i].keyword == t->keyword)
            return words[i].parse(c);
    }
    return parse_column_or_call(c);
}

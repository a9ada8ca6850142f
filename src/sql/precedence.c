#include "sql/precedence.h"

#include <assert.h>

#include "base/str.h"

static const struct {
    const char *text;
    uint8_t precedence;
} ops[] = {
    [EO_NONE] = {"", PREC_PRIMARY},
    [EO_OR] = {"OR", PREC_OR},
    [EO_AND] = {"AND", PREC_AND},
    [EO_NOT] = {"NOT", PREC_NOT},
    [EO_EQ] = {"=", PREC_EQUAL},
    [EO_NE] = {"<>", PREC_EQUAL},
    [EO_LT] = {"<", PREC_COMPARE},
    [EO_LE] = {"<=", PREC_COMPARE},
    [EO_GT] = {">", PREC_COMPARE},
    [EO_GE] = {">=", PREC_COMPARE},
    [EO_BITAND] = {"&", PREC_BIT},
    [EO_BITOR] = {"|", PREC_BIT},
    [EO_LSHIFT] = {"<<", PREC_BIT},
    [EO_RSHIFT] = {">>", PREC_BIT},
    [EO_ADD] = {"+", PREC_ADD},
    [EO_SUB] = {"-", PREC_ADD},
    [EO_MUL] = {"*", PREC_MULTIPLY},
    [EO_DIV] = {"/", PREC_MULTIPLY},
    [EO_MOD] = {"%", PREC_MULTIPLY},
    [EO_CONCAT] = {"||", PREC_CONCAT},
    [EO_ARROW] = {"->", PREC_CONCAT},
    [EO_ARROW2] = {"->>", PREC_CONCAT},
    [EO_NEG] = {"-", PREC_SIGN},
    [EO_POS] = {"+", PREC_SIGN},
    [EO_BITNOT] = {"~", PREC_SIGN},
};
_Static_assert(ARRAY_LEN(ops) == EO__COUNT, "every operator needs a row");

/* PREC_NONE: by its operator. */
static const uint8_t kinds[EXPR__COUNT] = {
    [EXPR_NULL] = PREC_PRIMARY,
    [EXPR_TRUE] = PREC_PRIMARY,
    [EXPR_FALSE] = PREC_PRIMARY,
    [EXPR_NUMBER] = PREC_PRIMARY,
    [EXPR_STRING] = PREC_PRIMARY,
    [EXPR_BLOB] = PREC_PRIMARY,
    [EXPR_PARAM] = PREC_PRIMARY,
    [EXPR_CURRENT] = PREC_PRIMARY,
    [EXPR_COLUMN] = PREC_PRIMARY,
    [EXPR_STAR] = PREC_PRIMARY,
    [EXPR_UNARY] = PREC_NONE,
    [EXPR_BINARY] = PREC_NONE,
    [EXPR_IS] = PREC_EQUAL,
    [EXPR_ISNULL] = PREC_EQUAL,
    [EXPR_BETWEEN] = PREC_EQUAL,
    [EXPR_IN] = PREC_EQUAL,
    [EXPR_LIKE] = PREC_EQUAL,
    [EXPR_CASE] = PREC_PRIMARY,
    [EXPR_CAST] = PREC_PRIMARY,
    [EXPR_COLLATE] = PREC_COLLATE,
    [EXPR_FUNCTION] = PREC_PRIMARY,
    [EXPR_EXISTS] = PREC_PRIMARY,
    [EXPR_SUBQUERY] = PREC_PRIMARY,
    [EXPR_ROW] = PREC_PRIMARY,
    [EXPR_RAISE] = PREC_PRIMARY,
    [EXPR_PAREN] = PREC_PRIMARY,
};

enum precedence expr_precedence(const struct expr *e)
{
    assert(e->kind < EXPR__COUNT);
    if (kinds[e->kind] != PREC_NONE)
        return (enum precedence)kinds[e->kind];
    return expr_op_precedence((enum expr_op)e->op);
}

enum precedence expr_op_precedence(enum expr_op op)
{
    assert(op < EO__COUNT);
    return (enum precedence)ops[op].precedence;
}

const char *expr_op_text(enum expr_op op)
{
    assert(op < EO__COUNT);
    return ops[op].text;
}

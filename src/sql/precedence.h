#ifndef SQL_PRECEDENCE_H
#define SQL_PRECEDENCE_H

/* How tightly operators bind, SQLite's way (www.sqlite.org/lang_expr.html), for the parser and the
 * printer alike. All infix operators group from the left. */

#include "sql/ast.h"

enum precedence {
    PREC_NONE,
    PREC_OR,
    PREC_AND,
    PREC_NOT,     /* prefix */
    PREC_EQUAL,   /* = == <> != IS IN LIKE GLOB MATCH REGEXP BETWEEN ISNULL NOTNULL */
    PREC_COMPARE, /* < <= > >= */
    PREC_BIT,     /* & | << >> */
    PREC_ADD,
    PREC_MULTIPLY,
    PREC_CONCAT, /* || -> ->> */
    PREC_COLLATE,
    PREC_SIGN,   /* prefix - + ~ */
    PREC_PRIMARY /* what needs no parentheses anywhere */
};

/* Of an expression's outermost operator. */
enum precedence expr_precedence(const struct expr *e);
/* Of a binary or prefix operator. */
enum precedence expr_op_precedence(enum expr_op op);
/* "AND", "+": as it is printed. */
const char *expr_op_text(enum expr_op op);

#endif

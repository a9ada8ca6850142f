#ifndef SQL_PARSE_EXPR_H
#define SQL_PARSE_EXPR_H

/* Expressions, and lists of them. */

#include "sql/ast.h"
#include "sql/cursor.h"
#include "sql/precedence.h"

struct expr *parse_expr(struct cursor *c);
/* What SQLite allows behind DEFAULT without parentheses, and signed numbers elsewhere. A bare or
 * double-quoted word becomes an EXPR_STRING, as SQLite takes it, except TRUE and FALSE. */
struct expr *parse_signed_literal(struct cursor *c);
bool parse_expr_list(struct cursor *c, struct expr_list *out);   /* a, b, c */
bool parse_order_list(struct cursor *c, struct order_list *out); /* terms, without ORDER BY */

/* For the other files of the parser. */

/* An expression whose infix operators bind at least as tightly as min. */
struct expr *parse_level(struct cursor *c, enum precedence min);
struct expr *parse_new(struct cursor *c, enum expr_kind kind);
/* Sets place and height of a node whose first token was 'first' and whose last was just read. NULL
 * for NULL, after an error, and past LIMIT_NESTING. */
struct expr *parse_finish(struct cursor *c, const struct token *first, struct expr *e);

#endif

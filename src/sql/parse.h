#ifndef SQL_PARSE_H
#define SQL_PARSE_H

/* Recursive descent for statements, a Pratt parser for expressions. All return NULL after reporting
 * through the cursor; results live in the cursor's arena. */

#include "sql/ast.h"
#include "sql/cursor.h"

struct expr *parse_expr(struct cursor *c);
/* What SQLite allows behind DEFAULT without parentheses, and signed numbers elsewhere. */
struct expr *parse_signed_literal(struct cursor *c);
bool parse_expr_list(struct cursor *c, struct expr_list *out);   /* a, b, c */
bool parse_order_list(struct cursor *c, struct order_list *out); /* terms, without ORDER BY */
struct select *parse_select(struct cursor *c);                   /* WITH, VALUES included */
struct dml *parse_dml(struct cursor *c);                         /* SELECT INSERT REPLACE UPDATE DELETE */
/* A type name as SQLite takes it: words with an optional (n) or (n, m). Text collapsed to single spaces. */
struct flash_str parse_type_words(struct cursor *c);

#endif

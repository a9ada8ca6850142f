#ifndef SQL_PRINT_EXPR_H
#define SQL_PRINT_EXPR_H

/* Expressions on one line; a sub-query in them takes lines of its own. */

#include "sql/ast.h"
#include "sql/precedence.h"
#include "sql/print-name.h"

void print_expr(struct strbuf *b, const struct print_rules *r, const struct expr *e);
void print_order_list(struct strbuf *b, const struct print_rules *r, const struct order_list *l);

/* For the other files of the printer. */

/* In parentheses if it binds less tightly than min. */
void print_level(const struct printer *p, const struct expr *e, enum precedence min);
void print_exprs(const struct printer *p, const struct expr_list *l); /* a, b */
void print_order(const struct printer *p, const struct order_list *l);
/* name AS ( is the caller's: "(base PARTITION BY ... )" */
void print_window(const struct printer *p, const struct window *w);

#endif

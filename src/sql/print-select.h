#ifndef SQL_PRINT_SELECT_H
#define SQL_PRINT_SELECT_H

/*
 * Queries, one clause per line. Several result columns, joined tables and rows of VALUES stand on a
 * line each; what is nested stands a level deeper between its parentheses.
 */

#include "sql/ast.h"
#include "sql/print-name.h"

/* Indented by 'indent' levels of four spaces; no trailing newline. */
void print_select(
    struct strbuf *b, const struct print_rules *r, const struct select *s, unsigned indent);

/* For the other files of the printer: from where the line stands. */
void print_query(const struct printer *p, const struct select *s);
/* The clauses, with the newline behind WITH and before the others. */
void print_with(const struct printer *p, const struct with *w);
void print_from(const struct printer *p, const struct from_list *l);
void print_where(const struct printer *p, const struct expr *where);
void print_order_limit(const struct printer *p, const struct order_list *order,
    const struct expr *limit, const struct expr *offset);
/* Behind the word before them: " a", or each on a line. */
void print_results(const struct printer *p, const struct result_column *columns, size_t n);
/* " INDEXED BY ix", " NOT INDEXED" */
void print_indexed(const struct printer *p, const struct ident *indexed_by, bool not_indexed);

#endif

#ifndef SQL_PRINT_DML_H
#define SQL_PRINT_DML_H

/* Statements, one clause per line. */

#include "sql/ast.h"
#include "sql/print-name.h"

/* Indented by 'indent' levels of four spaces; no semicolon, no trailing newline. */
void print_dml(struct strbuf *b, const struct print_rules *r, const struct dml *d, unsigned indent);

#endif

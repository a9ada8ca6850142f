#ifndef SQL_PRINT_H
#define SQL_PRINT_H

/*
 * Trees back to text. Parentheses come from precedence alone, so the text of a tree is unique:
 * parse(print(t)) == t. What differs by dialect stands in print_rules.
 */

#include "base/strbuf.h"
#include "sql/ast.h"
#include "sql/lexer.h"

struct print_rules {
    enum keyword_dialect dialect; /* which words need quotes */
    char quote;                   /* '"' or '`' */
    bool backslash_escapes;
    /* A bare identifier that would fold to something else needs quotes (PostgreSQL: upper case). */
    bool (*plain_ident)(struct flash_str s);
};

void print_ident(struct strbuf *b, const struct print_rules *r, struct flash_str name);
void print_string(struct strbuf *b, const struct print_rules *r, struct flash_str value);
void print_expr(struct strbuf *b, const struct print_rules *r, const struct expr *e);
void print_order_list(struct strbuf *b, const struct print_rules *r, const struct order_list *l);
/* One clause per line, indented by 'indent' levels of four spaces; no trailing newline. */
void print_select(struct strbuf *b, const struct print_rules *r, const struct select *s, unsigned indent);
void print_dml(struct strbuf *b, const struct print_rules *r, const struct dml *d, unsigned indent);

#endif

#ifndef SQL_SCAN_QUOTE_H
#define SQL_SCAN_QUOTE_H

/* What stands between quotes. */

#include "sql/scan.h"

/* '...' */
void scan_string(struct scan *s, struct token *t);
/* $tag$ ... $tag$; the first mark has 'mark' bytes. */
void scan_dollar_string(struct scan *s, struct token *t, uint32_t mark);
/* A quoted name. *none_left: it is known that no close stands in the rest of the text. */
void scan_name(struct scan *s, struct token *t, char close, bool *none_left);
/* The opening quote at pos has no close: a TOK_ERROR up to the end of its line, without a last
 * semicolon. */
void scan_open_quote(struct scan *s, struct token *t);

#endif

#ifndef SQL_PARSE_WINDOW_H
#define SQL_PARSE_WINDOW_H

/* Windows: OVER, FILTER, and the WINDOW clause. */

#include "sql/ast.h"
#include "sql/cursor.h"

/* [FILTER (WHERE ...)] [OVER name | OVER (...)] behind the ')' of a call. */
bool parse_filter_over(struct cursor *c, struct expr *call);
/* WINDOW name AS (...), ... if it stands here. */
bool parse_window_clause(struct cursor *c, struct window **out, size_t *n);

#endif

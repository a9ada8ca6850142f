#ifndef SQL_PARSE_SELECT_H
#define SQL_PARSE_SELECT_H

/* SELECT and VALUES, with WITH and compounds; the clauses that other statements share with them. */

#include "sql/ast.h"
#include "sql/cursor.h"

struct select *parse_select(struct cursor *c); /* WITH, VALUES included */
bool parse_at_select(const struct cursor *c);  /* SELECT, VALUES, WITH */

/* For parse-dml.c. */

/* WITH ..., if it stands here. */
bool parse_with(struct cursor *c, struct with *out);
/* A select behind its WITH, which has been read. */
struct select *parse_select_body(struct cursor *c, const struct with *with);
/* a, b AS c, t.*, * */
bool parse_result_columns(struct cursor *c, struct result_column **out, size_t *n);
/* The clauses, each only if it stands here. */
bool parse_where(struct cursor *c, struct expr **out);
bool parse_order_by(struct cursor *c, struct order_list *out);
bool parse_limit(struct cursor *c, struct expr **limit, struct expr **offset);

#endif

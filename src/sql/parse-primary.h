#ifndef SQL_PARSE_PRIMARY_H
#define SQL_PARSE_PRIMARY_H

/* Expressions without an outer operator: literals, columns, calls, CASE, CAST, what is in
 * parentheses. */

#include "sql/ast.h"
#include "sql/cursor.h"

struct expr *parse_primary(struct cursor *c);
/* A word that is no column's or table's name where an expression may begin: CAST, CURRENT_DATE ...
 */
bool parse_is_primary_word(const struct cursor *c);
/* NULL, a number, string or blob, TRUE, FALSE, CURRENT_...; NULL without an error if there is none.
 */
struct expr *parse_literal(struct cursor *c);

#endif

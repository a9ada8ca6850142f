#ifndef SQL_PARSE_FROM_H
#define SQL_PARSE_FROM_H

/* What stands behind FROM: tables, table functions, sub-queries, joins. */

#include "sql/ast.h"
#include "sql/cursor.h"

/* Without the word FROM. */
bool parse_from(struct cursor *c, struct from_list *out);
/* INDEXED BY name | NOT INDEXED, if it stands here. */
bool parse_indexed(struct cursor *c, struct ident *indexed_by, bool *not_indexed);

#endif

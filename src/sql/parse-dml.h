#ifndef SQL_PARSE_DML_H
#define SQL_PARSE_DML_H

/* SELECT, INSERT, REPLACE, UPDATE, DELETE as statements. */

#include "sql/ast.h"
#include "sql/cursor.h"

/* One statement; it ends before the ';' or at the cursor's end. */
struct dml *parse_dml(struct cursor *c);
/* The body of a trigger behind its BEGIN: statements, each with its ';', up to END, which is left
 * to the caller. Refuses what SQLite refuses there: qualified targets, INDEXED BY, DEFAULT VALUES,
 * ORDER BY and LIMIT of UPDATE and DELETE, WITH before INSERT, UPDATE and DELETE, RETURNING. */
bool parse_dml_body(struct cursor *c, struct dml_list *out);

#endif

#ifndef DIALECT_SQLITE_NORMAL_H
#define DIALECT_SQLITE_NORMAL_H

/*
 * The normal form of trees, without names: what SQLite reads alike is written alike. Only what its
 * parser makes the same of: spelling of numbers, functions, collations, types and keywords, ASC,
 * SELECT ALL, IS NOT DISTINCT FROM.
 */

#include "base/arena.h"
#include "schema/value.h"
#include "sql/ast.h"

/* One node, for a walk; sub-queries that hang on it included. These three tell whether they met a
 * NATURAL join. */
bool normal_node(struct arena *a, struct expr *e);
/* What is not an expression in a query or statement, those in its FROM and WITH included. */
bool normal_select(struct select *sel);
bool normal_dml(struct dml *d);
/* The expression of DEFAULT. */
struct expr *normal_default(struct expr *e);
/* What may stand behind DEFAULT without parentheses. */
bool normal_is_literal(const struct expr *e);
/* BINARY, NOCASE, RTRIM in upper case, others in lower case. */
struct flash_str normal_collation(struct flash_str name);

#endif

#ifndef SQL_CLONE_H
#define SQL_CLONE_H

/* Deep copies of trees: every node is new, the text of names and literals is shared. */

#include "base/arena.h"
#include "sql/ast.h"

struct expr *expr_clone(struct arena *a, const struct expr *e);
struct select *select_clone(struct arena *a, const struct select *s);
struct dml *dml_clone(struct arena *a, const struct dml *d);

#endif

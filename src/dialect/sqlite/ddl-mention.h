#ifndef DIALECT_SQLITE_DDL_MENTION_H
#define DIALECT_SQLITE_DDL_MENTION_H

/* Which columns of their own table constraints, indexes and expressions speak of. What is kept word
 * for word may speak of any, so the answer is yes then. */

#include "schema/model.h"

struct column_keys {
    const struct symbol **items;
    size_t len, cap;
};

bool mention_in_expression(const struct expression *e, const struct symbol *column);
bool mention_in_keys(const struct key_list *keys, const struct symbol *column);
bool mention_in_names(const struct name_list *names, const struct symbol *column);
/* A constraint or index of the table itself; of a foreign key the child's columns. */
bool mention_in_child(const struct object *child, const struct symbol *column);
/* Any relation ref of o to (ns, name); column NULL = any. A ref to the relation as a whole mentions
 * every column. */
bool mention_in_refs(
    const struct object *o, const struct symbol *name, const struct symbol *column);
/* c, then the columns that are computed from it, from those, and so on. */
void mention_computed_from(
    struct arena *a, const struct table *t, const struct column *c, struct column_keys *out);

#endif

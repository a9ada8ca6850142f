#ifndef DIALECT_SQLITE_RESOLVE_H
#define DIALECT_SQLITE_RESOLVE_H

/* Names in expressions, queries and bodies: declared spelling, strings in double quotes,
 * references. */

#include "dialect/sqlite/columns.h"

struct diags;

/* What all resolving functions need. */
struct resolver {
    struct schema *s;
    struct diags *diags;
    struct arena *arena;   /* results */
    struct arena *scratch; /* forgotten by the caller */
    struct column_space space;
    struct strbuf *text; /* for printing; emptied before each use */
};

/* Where an expression stands, for messages and for what it may hold. */
enum place {
    PLACE_CHECK,
    PLACE_DEFAULT,
    PLACE_GENERATED,
    PLACE_INDEX,
    PLACE_INDEX_WHERE,
    PLACE__COUNT
};

/* Brings an expression of a table into normal form: expr, norm, refs. loc is for messages about the
 * whole. */
void resolve_table_expression(
    struct resolver *r, const struct object *table, enum place place, struct expression *e);
/* A view's query; a trigger's WHEN or body, with NEW and OLD being rows of 'on' (NULL = unknown).
 */
void resolve_query(
    struct resolver *r, const struct object *owner, const struct object *on, struct expression *e);
/* Prints the tree. */
void sqlite_print_norm(const struct expression *e, struct strbuf *out);

#endif

#ifndef DIALECT_SQLITE_COLUMNS_H
#define DIALECT_SQLITE_COLUMNS_H

/* Which columns relations and sub-queries have, and what a column reference means. */

#include "schema/schema.h"
#include "sql/walk.h"

/* Names in order; key NULL: an expression without a name that could be known. */
struct columns {
    struct name *items;
    size_t len, cap;
    bool open;    /* others may be there: of an unknown table, of a virtual one */
    bool unnamed; /* some have no key */
};

/* What was found out is remembered, so one is good for many questions as long as the schema stays.
 */
struct column_space {
    const struct schema *s;
    struct arena *arena;
    const struct object
        *trigger_on; /* what NEW and OLD are rows of; NULL outside of triggers, or unknown */
    struct map memo; /* selects and views: struct columns */
    unsigned depth;
};

const struct columns *columns_of_relation(struct column_space *sp, const struct object *o);
const struct columns *columns_of_select(
    struct column_space *sp, const struct select *sel, const struct scope *around);

/* A view, or a table whose columns the schema does not know. */
bool relation_is_open(const struct object *o);

enum found {
    FOUND_NOT,    /* nothing can be meant */
    FOUND_OPEN,   /* not seen, but something whose columns are not known is in reach */
    FOUND_COLUMN, /* of a table or view: relation is set */
    FOUND_ROWID,  /* of a table: relation is set */
    FOUND_OTHER   /* of a sub-query or CTE, or an alias */
};

struct target {
    const struct object *relation;
    const struct symbol *key;
    struct flash_str spelling;  /* as declared */
    struct flash_str qualifier; /* as declared; set when the reference has one */
    bool unnamed;               /* columns without a known name were in reach */
};

/* e is an EXPR_COLUMN. */
enum found column_find(
    struct column_space *sp, const struct expr *e, const struct scope *s, struct target *out);
/* The relation that a name in FROM means; NULL for CTEs and what is not there. */
const struct object *column_relation(
    const struct column_space *sp, const struct ident *schema, const struct ident *name);

#endif

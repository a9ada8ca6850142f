#ifndef SCHEMA_VALUE_H
#define SCHEMA_VALUE_H

/* The values that fields hold. All borrowed from the schema's arena. */

#include <stdbool.h>
#include <stdint.h>

#include "schema/kinds.h"
#include "schema/names.h"

struct expr;
struct select;
struct dml;

/* Something an object mentions. column NULL = the relation as a whole. kind KIND_NONE = a relation
 * of unknown kind (table or view); KIND_FUNCTION and KIND_COLLATION name what the engine or an
 * application provides. */
struct ref {
    enum kind kind;
    const struct symbol *ns, *name, *column;
};
struct ref_list {
    struct ref *items;
    size_t len;
};

/* Where a type comes from and how its text is stored, in dialects that say so. There is a type for
 * every column, so what most do not have is kept apart. */
struct type_place {
    struct name ns;
    struct flash_str charset, collation;
};

/* A type, parsed. 'text' is its normal form and what compares. */
struct data_type {
    struct flash_str text; /* "VARCHAR(20)"; empty = no type */
    struct flash_str base; /* "VARCHAR" */
    struct flash_str args[2];
    unsigned nargs;
    unsigned array_dims;
    const struct type_place *place; /* NULL = nothing of it is said */
};

/* An expression, a query or a body. Two are equal when norm is. */
struct expression {
    struct flash_str text;   /* as written, cosmetic */
    struct flash_str norm;   /* the dialect's normal form N; set by the dialect's finish */
    struct flash_str server; /* the server's form if known */
    struct expr *expr;       /* one of the three trees; all NULL = kept word for word */
    struct select *select;
    struct dml **body; /* trigger body */
    size_t nbody;
    struct ref_list refs; /* what it mentions; set by the dialect's finish */
};

/* One element of an index or key. */
struct key_part {
    struct name column;      /* or */
    struct expression *expr; /* not both */
    struct name collation;
    struct name opclass;
    uint32_t prefix; /* MySQL: characters, 0 = whole */
    bool desc;
    uint8_t nulls; /* 0 default, 1 FIRST, 2 LAST */
};
struct key_list {
    struct key_part *items;
    size_t len;
};

/* What a dialect has and the model does not name. Sorted by name. */
struct attr {
    struct flash_str name, value;
};
struct attr_list {
    struct attr *items;
    size_t len;
};

#endif

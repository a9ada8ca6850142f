#ifndef DIALECT_SQLITE_READER_H
#define DIALECT_SQLITE_READER_H

/* What the reading functions share while the statements of one file are applied. */

#include "dialect/dialect.h"
#include "sql/parse.h"
#include "sql/splitter.h"

struct reader {
    struct schema *s;
    const struct source *src;
    struct read_report *report;
    struct diags *diags;
    struct arena *arena;        /* the schema's */
    const struct statement *st; /* the current statement and */
    struct cursor cur;          /* where we are in it */
};

/* "[main.]name", as it stands behind CREATE, ALTER and DROP. */
struct object_name {
    struct name name;
    struct loc loc;
    bool elsewhere; /* temp.x or aux.x: no part of the schema */
};

/* nm of the grammar: a word that is not reserved, a join word, or anything quoted, strings too. */
bool reader_is_name_at(const struct cursor *c, unsigned ahead);
bool reader_accept_name(struct cursor *c, struct name *out);
/* Reports "expected <what>" when there is none. */
bool reader_expect_name(struct cursor *c, const char *what, struct name *out);
bool reader_object_name(struct reader *r, const char *what, struct object_name *out);
/* (a, b, c); the parentheses included. */
bool reader_parenthesised_names(struct reader *r, const char *what, struct name_list *out);
/* a, b, c */
bool reader_name_list(struct reader *r, const char *what, struct name_list *out);

/* IF NOT EXISTS, IF EXISTS: whether they stand here. */
bool reader_if_not_exists(struct reader *r);
bool reader_if_exists(struct reader *r);

/* An expression with its words; tree and text. */
struct expression *reader_expression(struct reader *r, struct expr *e, const struct token *first);

/* ON CONFLICT action, if there is one. */
uint8_t reader_conflict(struct reader *r);

/*
 * Adds a new top-level object or index. With if_not_exists an object of the same kind that has the
 * name stays (a view in a table's place, too, as in SQLite). Otherwise two objects of one name are
 * an error that names both places. True when added.
 */
bool reader_add(struct reader *r, struct object *o, bool if_not_exists);
bool reader_add_to(struct schema *s, struct diags *diags, struct object *o);

/* Whether the name may stand in a snapshot; says so when it may not. 'what': "table". */
bool reader_may_create(struct reader *r, const char *what, const struct object_name *n);

#endif

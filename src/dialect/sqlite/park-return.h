#ifndef DIALECT_SQLITE_PARK_RETURN_H
#define DIALECT_SQLITE_PARK_RETURN_H

/*
 * Parked rows come back when the target has again, word for word, what they were taken from and the
 * database has it not. What a key, a check or a foreign key does not let in stays parked, and so
 * does what belongs to rows that are gone. Of several entries for one thing the newest comes first.
 */

#include "dialect/sqlite/park.h"

enum return_kind { RETURN_TABLE, RETURN_COLUMN, RETURN_VALUE };
struct park_return {
    enum return_kind kind;
    const struct park_entry *entry;
    struct table_unit *unit;
    const struct column *column; /* of the target; NULL for RETURN_TABLE */
    struct park_key key;         /* of the target's table; may be empty for RETURN_TABLE */
    bool in_copy; /* the rebuild's copy brings the value: NOT NULL without a default */
};
struct park_returns {
    VEC(struct park_return) list; /* newest first */
};

/* Finds s->returns in the options' catalogue. After units_make. */
void park_find_returns(struct sqd *s);
/* Steps, when all tables and indexes stand. */
void park_come_back(struct sqd *s);

/* For the copy of a rebuild: the joins it needs, and the expression that gives a returning value;
 * empty where none does. */
void park_joins_of_copy(struct sqd *s, const struct table_unit *u, struct strbuf *out);
struct flash_str park_value_in_copy(
    struct sqd *s, const struct table_unit *u, const struct column *c);
/* Values of this column of the target come back. */
bool park_returns_column(const struct sqd *s, const struct table_unit *u, const struct column *c);
/* The return whose value a column without default waits for; NULL = none. */
const struct park_return *park_return_in_copy(
    const struct sqd *s, const struct table_unit *u, const struct column *c);

/* "t"."id" = p."id" AND ...: the table's collation and index decide. */
void park_add_key_match(struct sqd *s, struct strbuf *b, const struct park_return *r);

#endif

#ifndef DIALECT_SQLITE_PARK_RETURN_H
#define DIALECT_SQLITE_PARK_RETURN_H

/*
 * Parked rows come back when the target has again, word for word, what they were taken from and the
 * database has it not. What a key, a check or a foreign key does not let in stays parked, and so
 * does what belongs to rows that are gone. Of several entries for one thing the newest comes first.
 */

#include "dialect/sqlite/park.h"

enum return_kind { RETURN_TABLE, RETURN_COLUMN, RETURN_VALUE, RETURN_COUNTER };
struct park_return {
    enum return_kind kind;
    const struct park_entry *entry;
    struct table_unit *unit;
    const struct column *column; /* of the target; NULL for RETURN_TABLE and RETURN_COUNTER */
    struct park_key key;         /* of the target's table; may be empty for RETURN_TABLE */
    bool in_copy; /* the rebuild's copy brings the value: a default for a moment is no way */
};
struct park_returns {
    VEC(struct park_return) list; /* newest first */
};

/* Finds s->returns in the options' catalogue. After units_make. */
void park_find_returns(struct sqd *s);
/* Steps, before anything changes. */
void park_before_return(struct sqd *s);
/* Steps, when all tables and indexes stand. */
void park_come_back(struct sqd *s);

/* Values of this column of the target come back. */
bool park_returns_column(const struct sqd *s, const struct table_unit *u, const struct column *c);
/* A unique index that the defaults would break before the values are back. */
bool park_returns_into_index(
    const struct sqd *s, const struct table_unit *u, const struct object *index);
/* t.id = _flash_p.id AND ...: the table's collation and index decide. */
void park_add_key_match(struct sqd *s, struct strbuf *b, const struct park_return *r);

#endif

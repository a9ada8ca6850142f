#ifndef DIALECT_SQLITE_PARK_RETURN_H
#define DIALECT_SQLITE_PARK_RETURN_H

/*
 * Parked rows come back when the target has again, word for word, what they were taken from and the
 * database has it not; values of a column also into one of a like type, when no others wait for it.
 * What a key, a check or a foreign key does not let in stays parked, and so does what belongs to
 * rows that are gone. Of several entries for one thing the newest comes first.
 */

#include "dialect/sqlite/park.h"

enum return_kind { RETURN_TABLE, RETURN_COLUMN, RETURN_VALUE, RETURN_COUNTER };
struct park_return {
    enum return_kind kind;
    const struct park_entry *entry;
    struct table_unit *unit;
    const struct column *column; /* of the target; NULL for RETURN_TABLE and RETURN_COUNTER */
    struct park_key key;         /* of the target's table; may be empty for RETURN_TABLE */
    bool rowids;                 /* rows whose key is NULL were parked with their rowid */
    bool alike;                  /* the column was another then, of a like type (park-accept.h) */
    bool in_copy; /* the rebuild's copy brings the value: a default for a moment is no way */
};

/* Finds s->returns, and those of each unit, in the options' catalogue. After units_make. */
void park_find_returns(struct sqd *s);
/* Steps, before anything changes. */
void park_before_return(struct sqd *s);
/* Steps, when all tables and indexes stand. */
void park_come_back(struct sqd *s);

/* Values of this column of the target come back. */
bool park_returns_column(const struct table_unit *u, const struct column *c);
/* How rows of the returning table and of the parked one, _flash_p, are matched: as the database is
 * before the plan, or after it. left: "o.", or empty for the table's own name. */
enum park_moment { PARK_BEFORE, PARK_AFTER };
void park_match_of(struct sqd *s, const struct park_return *r, enum park_moment when,
    struct flash_str left, struct park_match *out);

#endif

#ifndef DIALECT_SQLITE_PARK_H
#define DIALECT_SQLITE_PARK_H

/*
 * Putting rows aside (DESIGN 10): plain tables _flash_parked_<n> in the same database, filled in
 * the transaction that drops what they come from, and the catalogue _flash_parked that says what
 * they are.
 */

#include "dialect/sqlite/ddl-unit.h"

/* With data mode park: puts aside the rows of dropped tables and the values of columns that go.
 * First of all steps, while names are the old ones. Does nothing in other modes. */
void park_leave(struct sqd *s);
bool park_holds_table(const struct sqd *s, const struct table *t);
bool park_holds_column(const struct sqd *s, const struct column *c);
/* In a rebuild, between the copy and the drop: the values that would not come back by themselves.
 */
void park_converted_values(struct sqd *s, const struct table_unit *u, struct flash_str new_name);
/* Whether they are put aside at all. */
bool park_can_hold_values(struct sqd *s, const struct table_unit *u);

/*
 * The columns by which rows of t are known again: the primary key, else a unique constraint without
 * NULL. With u, whose table t is, a column that has values on one side only is no part of it. False
 * when t has no such key.
 */
struct park_key {
    const struct column **columns;
    size_t n;
};
bool park_key_of(
    struct sqd *s, const struct table *t, const struct table_unit *u, struct park_key *out);
/* ["id"] */
struct flash_str park_key_json(struct sqd *s, const struct park_key *key);
/* The name of the rowid's column in a parked table of t: "_flash_rowid", or with more underscores
 * behind. */
struct flash_str park_rowid_column(struct sqd *s, const struct table *t);
struct flash_str park_table_name(struct sqd *s, uint64_t n);

void park_sweep(const struct park_list *parked, struct arena *a, struct step_list *out);

#endif

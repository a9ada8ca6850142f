#ifndef DIALECT_SQLITE_PARK_H
#define DIALECT_SQLITE_PARK_H

/*
 * Putting rows aside (DESIGN 10): plain tables _flash_parked_<n> in the same database, filled in
 * the transaction that drops what they come from, and the catalogue _flash_parked that says what
 * they are.
 */

#include "dialect/sqlite/park-row.h"

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

struct flash_str park_table_name(struct sqd *s, uint64_t n);

void park_sweep(const struct park_list *parked, struct arena *a, struct step_list *out);

#endif

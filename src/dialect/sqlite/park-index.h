#ifndef DIALECT_SQLITE_PARK_INDEX_H
#define DIALECT_SQLITE_PARK_INDEX_H

/*
 * Unique indexes over values that return. Before they are back every row has the default, or NULL:
 * where that alone would break the index it is built afterwards, and then of two rows that clash
 * one gives its returned value up, which stays parked.
 */

#include "dialect/sqlite/park-return.h"

/* Index x of the target, which is unique, has to be built after the values are back. */
bool park_index_waits(const struct sqd *s, const struct table_unit *u, const struct index *x);
/* Steps, when the values are back and before such indexes are built. A row that was there with its
 * value goes before one whose value returned. */
void park_clear_clashes(struct sqd *s);

#endif

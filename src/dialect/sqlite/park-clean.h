#ifndef DIALECT_SQLITE_PARK_CLEAN_H
#define DIALECT_SQLITE_PARK_CLEAN_H

/*
 * After parked rows came back: those whose foreign keys say a row that is not there any more are
 * taken out again, and so are rows that need them. Only rows of tables that returned as a whole,
 * and values that came back.
 */

#include "dialect/sqlite/park-return.h"

void park_clean(struct sqd *s);

#endif

#ifndef DIALECT_SQLITE_READ_OTHER_H
#define DIALECT_SQLITE_READ_OTHER_H

/* Statements that are kept word for word. */

#include "dialect/sqlite/reader.h"

/* The current statement, whole; counted, not reported. */
void read_other(struct reader *r);

#endif

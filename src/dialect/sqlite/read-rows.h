#ifndef DIALECT_SQLITE_READ_ROWS_H
#define DIALECT_SQLITE_READ_ROWS_H

/* Statements about rows: counted, not versioned, and not parsed (a file may hold millions of them).
 */

#include "dialect/sqlite/reader.h"

/* Behind INSERT, REPLACE, UPDATE or DELETE. */
void read_rows(struct reader *r);
/* Behind WITH: one of those, or a SELECT, which is no part of a schema. */
void read_with(struct reader *r);

#endif

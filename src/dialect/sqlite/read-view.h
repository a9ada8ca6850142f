#ifndef DIALECT_SQLITE_READ_VIEW_H
#define DIALECT_SQLITE_READ_VIEW_H

/* CREATE VIEW. */

#include "dialect/sqlite/reader.h"

/* Behind CREATE [TEMP] VIEW. */
void read_create_view(struct reader *r, bool temporary);

#endif

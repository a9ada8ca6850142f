#ifndef DIALECT_SQLITE_READ_DROP_H
#define DIALECT_SQLITE_READ_DROP_H

/* DROP TABLE, INDEX, VIEW and TRIGGER, on what was read before. */

#include "dialect/sqlite/reader.h"

/* Behind DROP and the kind's word. */
void read_drop(struct reader *r, enum kind kind);

#endif

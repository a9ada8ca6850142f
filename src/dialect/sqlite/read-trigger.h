#ifndef DIALECT_SQLITE_READ_TRIGGER_H
#define DIALECT_SQLITE_READ_TRIGGER_H

/* CREATE TRIGGER. */

#include "dialect/sqlite/reader.h"

/* Behind CREATE [TEMP] TRIGGER. */
void read_create_trigger(struct reader *r, bool temporary);

#endif

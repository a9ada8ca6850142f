#ifndef DIALECT_SQLITE_READ_INDEX_H
#define DIALECT_SQLITE_READ_INDEX_H

/* CREATE INDEX. An index may stand before its table and waits for it then (reading.h). */

#include "dialect/sqlite/reader.h"

/* Behind CREATE [UNIQUE] INDEX. */
void read_create_index(struct reader *r, bool unique);
/* Hangs the indexes that waited on their table. */
void index_attach(struct schema *s, struct object *table, struct diags *diags);
/* Reports the indexes whose table was never read. */
void index_report_waiting(struct schema *s, struct diags *diags);

#endif

#ifndef DIALECT_SQLITE_READ_VIRTUAL_H
#define DIALECT_SQLITE_READ_VIRTUAL_H

/* CREATE VIRTUAL TABLE, and the shadow tables in which some modules keep their data. */

#include "dialect/sqlite/reader.h"

/* Behind CREATE VIRTUAL TABLE. */
void read_create_virtual(struct reader *r);
/* Takes the shadow tables of the virtual tables out of the schema: they are their module's own. */
void virtual_hide_shadows(struct schema *s, struct arena scratch);

#endif

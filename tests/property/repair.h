#ifndef TESTS_PROPERTY_REPAIR_H
#define TESTS_PROPERTY_REPAIR_H

/* Takes out of a schema what its last operation left without sense: keys of columns that are gone,
 * AUTOINCREMENT on something else than a rowid, foreign keys to what is no key. */

#include "generate.h"

void g_repair(struct g_schema *s);

#endif

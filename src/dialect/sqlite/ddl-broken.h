#ifndef DIALECT_SQLITE_DDL_BROKEN_H
#define DIALECT_SQLITE_DDL_BROKEN_H

/* Does everything that a view or trigger mentions exist? When in doubt yes. */

#include "schema/schema.h"

bool object_is_broken(const struct schema *s, const struct object *o);

#endif

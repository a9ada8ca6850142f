#ifndef DIALECT_SQLITE_FINISH_H
#define DIALECT_SQLITE_FINISH_H

/* From what was read to a frozen schema: names, normal form, checks of the whole. */

#include "dialect/dialect.h"

void sqlite_finish(struct schema *s, struct diags *diags);

#endif

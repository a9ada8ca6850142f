#ifndef DIALECT_SQLITE_DDL_OTHER_H
#define DIALECT_SQLITE_DDL_OTHER_H

/* Statements that are kept word for word: created, dropped with consent, never altered. */

#include "dialect/sqlite/ddl-build.h"

int others_drop(struct sqd *s);
void others_create(struct sqd *s);

#endif

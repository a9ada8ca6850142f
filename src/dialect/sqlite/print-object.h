#ifndef DIALECT_SQLITE_PRINT_OBJECT_H
#define DIALECT_SQLITE_PRINT_OBJECT_H

/* Canonical text of objects; see struct dialect and struct schema_syntax. */

#include "base/strbuf.h"
#include "schema/model.h"

/* A top-level object with what belongs to it. */
void sqlite_print(const struct object *o, struct strbuf *out);
/* One object alone, without the semicolon. */
void sqlite_print_create(const struct object *o, struct strbuf *out);

#endif

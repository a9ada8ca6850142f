#ifndef DIALECT_SQLITE_SQLITE_H
#define DIALECT_SQLITE_SQLITE_H

/* The dialect of SQLite. */

#include "dialect/dialect.h"

extern const struct dialect dialect_sqlite;
extern const struct lex_rules sqlite_lex_rules;
extern const struct print_rules sqlite_print_rules;

#endif

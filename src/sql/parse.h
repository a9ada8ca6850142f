#ifndef SQL_PARSE_H
#define SQL_PARSE_H

/* Recursive descent for statements, a Pratt parser for expressions. All return NULL (or false)
 * after reporting through the cursor; results live in the cursor's arena. */

#include "sql/parse-dml.h"
#include "sql/parse-expr.h"
#include "sql/parse-name.h"
#include "sql/parse-select.h"

#endif

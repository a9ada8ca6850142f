#ifndef SQL_PRINT_H
#define SQL_PRINT_H

/*
 * Trees back to text. Parentheses come from precedence alone, so the text of a tree is unique:
 * parse(print(t)) == t. What differs by dialect stands in print_rules.
 */

#include "sql/print-dml.h"
#include "sql/print-expr.h"
#include "sql/print-name.h"
#include "sql/print-select.h"

#endif

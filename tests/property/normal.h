#ifndef TESTS_PROPERTY_NORMAL_H
#define TESTS_PROPERTY_NORMAL_H

/*
 * The text of sqlite_schema in a form in which two ways to say the same are the same text. Works on
 * tokens and knows nothing of flash's parser: names lose quotes and case, comments and white space
 * go, parentheses of expressions go (their effect is what the probes look at), constraints of one
 * column become constraints of the table, and columns and constraints are sorted.
 */

#include "base/arena.h"

struct flash_str g_normal(struct flash_str sql, struct arena *a);
/* The same for what stands behind DEFAULT. */
struct flash_str g_normal_default(struct flash_str sql, struct arena *a);

#endif

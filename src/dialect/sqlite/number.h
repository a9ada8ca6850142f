#ifndef DIALECT_SQLITE_NUMBER_H
#define DIALECT_SQLITE_NUMBER_H

#include "base/arena.h"

/*
 * One spelling for numbers that SQLite reads alike: 007 is 7, .50 and 0.5 and 0.50 are 0.5, 1E+03
 * is 1e3, 0XFF is 0xff. Whole numbers stay whole (1 and 1.0 are different values), exponents stay
 * exponents, digits are never rounded.
 */
struct flash_str number_normal(struct arena *a, struct flash_str text);

#endif

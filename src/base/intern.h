#ifndef BASE_INTERN_H
#define BASE_INTERN_H

/*
 * One table for the process: equal bytes give the same pointer, so names compare by pointer.
 * A symbol lives as long as the process. Not for use from several threads.
 */

#include <stdint.h>

#include "flash/str.h"

struct symbol {
    struct flash_str text; /* NUL-terminated behind len */
    uint64_t hash;
};

const struct symbol *intern(struct flash_str s);
/* Without adding: NULL if nobody interned it. */
const struct symbol *intern_find(struct flash_str s);
/* By text, NULL first; for sorting, since pointers have no order that two runs share. */
int symbol_cmp(const struct symbol *a, const struct symbol *b);

#endif

#ifndef DIFF_ORDER_H
#define DIFF_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* values are distinct. moved[i] is set for the fewest items whose removal leaves the others in
 * rising order; O(n log n). */
void order_moved(const uint32_t *values, size_t n, bool *moved, struct arena scratch);

#endif

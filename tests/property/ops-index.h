#ifndef TESTS_PROPERTY_OPS_INDEX_H
#define TESTS_PROPERTY_OPS_INDEX_H

/* Operations on indexes; declared by operations.def. */

#include "operations.h"

#endif

#ifndef TESTS_PROPERTY_OPS_TABLE_H
#define TESTS_PROPERTY_OPS_TABLE_H

/* Operations on tables as a whole; declared by operations.def. */

#include "operations.h"

#endif

#ifndef TESTS_PROPERTY_OPS_COLUMN_H
#define TESTS_PROPERTY_OPS_COLUMN_H

/* Operations on columns; declared by operations.def. */

#include "operations.h"

#endif

#ifndef TESTS_PROPERTY_OPS_KEY_H
#define TESTS_PROPERTY_OPS_KEY_H

/* Operations on primary keys and unique constraints; declared by operations.def. */

#include "operations.h"

#endif

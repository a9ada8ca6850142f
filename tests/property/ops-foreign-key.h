#ifndef TESTS_PROPERTY_OPS_FOREIGN_KEY_H
#define TESTS_PROPERTY_OPS_FOREIGN_KEY_H

/* Operations on checks and foreign keys; declared by operations.def. */

#include "operations.h"

#endif

#ifndef TESTS_PROPERTY_OPS_TRIGGER_H
#define TESTS_PROPERTY_OPS_TRIGGER_H

/* Operations on triggers; declared by operations.def. */

#include "operations.h"

#endif

#ifndef TESTS_PROPERTY_OPS_VIEW_H
#define TESTS_PROPERTY_OPS_VIEW_H

/* Operations on views and virtual tables; declared by operations.def. */

#include "operations.h"

#endif

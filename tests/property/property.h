#ifndef TESTS_PROPERTY_PROPERTY_H
#define TESTS_PROPERTY_PROPERTY_H

/* The program: see the usage text in property.c. */

#include "pair.h"

#endif

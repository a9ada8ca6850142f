#ifndef TESTS_PROPERTY_WRITE_TABLE_H
#define TESTS_PROPERTY_WRITE_TABLE_H

/* CREATE TABLE and CREATE VIRTUAL TABLE. Declared in write.h. */

#include "write.h"

#endif

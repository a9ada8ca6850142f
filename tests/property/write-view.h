#ifndef TESTS_PROPERTY_WRITE_VIEW_H
#define TESTS_PROPERTY_WRITE_VIEW_H

/* CREATE VIEW and CREATE TRIGGER. Declared in write.h. */

#include "write.h"

#endif

#ifndef SCHEMA_VALUE_LIST_H
#define SCHEMA_VALUE_LIST_H

/* Rows of names, keys, attrs. */

#include "schema/value-rows.h"

#endif

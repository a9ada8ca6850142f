#ifndef SCHEMA_VALUE_SINGLE_H
#define SCHEMA_VALUE_SINGLE_H

/* Rows of bool, choice, uint, text, name, type, expr. */

#include "schema/value-rows.h"

#endif

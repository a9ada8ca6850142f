#include "schema/fields.h"

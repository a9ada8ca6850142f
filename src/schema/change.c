#include "schema/change.h"

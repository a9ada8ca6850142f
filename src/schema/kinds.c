#include "schema/kinds.h"

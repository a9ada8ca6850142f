#include "schema/names.h"

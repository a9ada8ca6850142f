#include "schema/deps.h"

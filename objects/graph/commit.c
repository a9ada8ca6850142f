#include "objects/graph/commit.h"

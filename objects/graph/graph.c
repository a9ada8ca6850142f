#include "objects/graph/graph.h"

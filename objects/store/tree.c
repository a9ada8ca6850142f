#include "objects/store/tree.h"

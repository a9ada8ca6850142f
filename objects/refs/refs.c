#include "objects/refs/refs.h"

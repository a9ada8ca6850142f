#include "objects/maint/gc.h"

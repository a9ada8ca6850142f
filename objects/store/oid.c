#include "objects/store/oid.h"

#include "objects/store/store.h"

#include "objects/store/batch.h"

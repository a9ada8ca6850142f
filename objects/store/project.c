#include "objects/store/project.h"

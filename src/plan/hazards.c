#include "plan/hazards.h"

#include "base/intern.h"

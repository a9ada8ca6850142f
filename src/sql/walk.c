#include "sql/walk.h"

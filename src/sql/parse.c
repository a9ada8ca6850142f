#include "sql/parse.h"

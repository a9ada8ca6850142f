#include "sql/splitter.h"

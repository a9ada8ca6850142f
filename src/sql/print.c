#include "sql/print.h"

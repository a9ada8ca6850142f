#include "sql/cursor.h"

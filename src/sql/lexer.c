#include "sql/lexer.h"

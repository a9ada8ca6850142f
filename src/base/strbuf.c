#include "base/strbuf.h"

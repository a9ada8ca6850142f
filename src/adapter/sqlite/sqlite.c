#include "adapter/adapter.h"

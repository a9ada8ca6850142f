#include "adapter/loader.h"

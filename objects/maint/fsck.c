#include "objects/maint/fsck.h"

#ifndef OBJECTS_OBJECT_H
#define OBJECTS_OBJECT_H

/* Reading objects (store_read, store_has and the borrowed form of internal.h). */

#include "objects/store/internal.h"

#endif

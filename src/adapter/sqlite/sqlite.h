#ifndef ADAPTER_SQLITE_SQLITE_H
#define ADAPTER_SQLITE_SQLITE_H

#include "adapter/adapter.h"

/* A module has the one name that the loader looks for; linked into libflash, several must live side
 * by side. */
#ifdef FLASH_STATIC_MODULES
#define FLASH_ADAPTER_SQLITE adapter_sqlite
extern const struct flash_adapter adapter_sqlite;
#else
#define FLASH_ADAPTER_SQLITE flash_adapter
extern __attribute__((visibility("default"))) const struct flash_adapter flash_adapter;
#endif

#endif

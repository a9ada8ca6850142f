#include "flash/version.h"

#include <stddef.h>

#include "adapter/loader.h"

const char *flash_version(void)
{
    return FLASH_VERSION;
}

const char *flash_build_option(unsigned index)
{
    return adapter_build_option(index);
}

#ifndef FLASH_STR_H
#define FLASH_STR_H

/* A borrowed run of bytes. Never owns, need not end in NUL, may hold any byte. */

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct flash_str {
    const char *ptr;
    size_t len;
};

#ifdef __cplusplus
}
#endif
#endif

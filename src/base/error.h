#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/* Filling in a struct flash_error (include/flash/error.h). All take a NULL err. */

#include "flash/error.h"

#if defined(__GNUC__)
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define PRINTF_LIKE(fmt, args)
#endif

/* Clears err, sets code and message, returns code: 'return error_set(err, FLASH_EINVALID, ...)'. */
int error_set(struct flash_error *err, enum flash_code code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* As error_set, with ": <strerror(sys_errno)>" behind the message. EACCES, EPERM and EROFS turn
 * FLASH_EIO into FLASH_EACCESS. */
int error_sys(struct flash_error *err, int sys_errno, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* These add to an error already set and return its code. */
int error_hint(struct flash_error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
int error_detail(struct flash_error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
int error_object(struct flash_error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
int error_at(struct flash_error *err, const char *file, unsigned line, unsigned column);

/* "notfound", "syntax", ... as it stands in JSON. Static storage. */
const char *error_code_name(enum flash_code code);

/* For a state that cannot be: prints nothing, aborts in debug builds, else returns FLASH_EBUG. */
int error_bug(struct flash_error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif

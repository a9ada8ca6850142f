#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* The code of the last error set: with a NULL err, what is added behind still returns it, so that
 * 'error_set(err, ...); return error_hint(err, ...)' fails for every caller. */
static _Thread_local enum flash_code last_code = FLASH_EBUG;

/* Length of buf without a character that was cut in the middle. */
static size_t whole_chars(const char *buf, size_t len)
{
    size_t start = len;

    while (start > 0 && len - start < 4 && ((unsigned char)buf[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0 || (unsigned char)buf[start - 1] < 0xC0)
        return len;
    start--;
    return str_utf8_valid((struct flash_str){buf + start, len - start}) == len - start ? len
                                                                                       : start;
}

static void format(char *out, size_t size, const char *fmt, va_list ap) PRINTF_LIKE(3, 0);

/* By way of a local, since the arguments may come from the very error. */
static void format(char *out, size_t size, const char *fmt, va_list ap)
{
    char buf[sizeof(((struct flash_error *)0)->detail)];
    int n = vsnprintf(buf, size < sizeof(buf) ? size : sizeof(buf), fmt, ap);
    size_t len = n < 0 ? 0 : (size_t)n;

    if (len >= size)
        len = whole_chars(buf, size - 1);
    memcpy(out, buf, len);
    out[len] = '\0';
}

static void start(struct flash_error *err, enum flash_code code, const char *fmt, va_list ap)
    PRINTF_LIKE(3, 0);

static void start(struct flash_error *err, enum flash_code code, const char *fmt, va_list ap)
{
    char message[sizeof(err->message)];

    format(message, sizeof(message), fmt, ap);
    memset(err, 0, sizeof(*err));
    err->code = code;
    memcpy(err->message, message, sizeof(message));
}

int error_set(struct flash_error *err, enum flash_code code, const char *fmt, ...)
{
    va_list ap;

    last_code = code;
    if (!err)
        return code;
    va_start(ap, fmt);
    start(err, code, fmt, ap);
    va_end(ap);
    return code;
}

static enum flash_code code_of_errno(int sys_errno)
{
    return sys_errno == EACCES || sys_errno == EPERM || sys_errno == EROFS ? FLASH_EACCESS
                                                                           : FLASH_EIO;
}

int error_sys(struct flash_error *err, int sys_errno, const char *fmt, ...)
{
    enum flash_code code = code_of_errno(sys_errno);
    char text[128];
    size_t len;
    va_list ap;

    last_code = code;
    if (!err)
        return code;
    va_start(ap, fmt);
    start(err, code, fmt, ap);
    va_end(ap);
    err->sys_errno = sys_errno;
    if (strerror_r(sys_errno, text, sizeof(text)) != 0)
        snprintf(text, sizeof(text), "error %d", sys_errno);
    len = strlen(err->message);
    snprintf(err->message + len, sizeof(err->message) - len, ": %s", text);
    return code;
}

static int set_part(struct flash_error *err, char *part, size_t size, const char *fmt, va_list ap)
    PRINTF_LIKE(4, 0);

static int set_part(struct flash_error *err, char *part, size_t size, const char *fmt, va_list ap)
{
    if (!err)
        return last_code;
    format(part, size, fmt, ap);
    return err->code;
}

int error_hint(struct flash_error *err, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    int rc = set_part(err, err ? err->hint : NULL, sizeof(err->hint), fmt, ap);
    va_end(ap);
    return rc;
}

int error_detail(struct flash_error *err, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    int rc = set_part(err, err ? err->detail : NULL, sizeof(err->detail), fmt, ap);
    va_end(ap);
    return rc;
}

int error_object(struct flash_error *err, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    int rc = set_part(err, err ? err->object : NULL, sizeof(err->object), fmt, ap);
    va_end(ap);
    return rc;
}

int error_at(struct flash_error *err, const char *file, unsigned line, unsigned column)
{
    size_t len;

    if (!err)
        return last_code;
    len = file ? strlen(file) : 0;
    if (len >= sizeof(err->file))
        len = whole_chars(file, sizeof(err->file) - 1);
    if (len)
        memmove(err->file, file, len);
    err->file[len] = '\0';
    err->line = line;
    err->column = column;
    return err->code;
}

static const char *const code_names[] = {
    [-FLASH_OK] = "ok",
    [-FLASH_EUSAGE] = "usage",
    [-FLASH_EINVALID] = "invalid",
    [-FLASH_ENOTFOUND] = "notfound",
    [-FLASH_EEXISTS] = "exists",
    [-FLASH_EAMBIGUOUS] = "ambiguous",
    [-FLASH_ESYNTAX] = "syntax",
    [-FLASH_ETOOBIG] = "toobig",
    [-FLASH_ECORRUPT] = "corrupt",
    [-FLASH_ENEWER] = "newer",
    [-FLASH_EIO] = "io",
    [-FLASH_EACCESS] = "access",
    [-FLASH_ELOCKED] = "locked",
    [-FLASH_ECHANGED] = "changed",
    [-FLASH_EREFUSED] = "refused",
    [-FLASH_EDRIFT] = "drift",
    [-FLASH_EDATABASE] = "database",
    [-FLASH_EUNSUPPORTED] = "unsupported",
    [-FLASH_ECANCELLED] = "cancelled",
    [-FLASH_EBUG] = "bug",
};

_Static_assert(ARRAY_LEN(code_names) == -FLASH_EBUG + 1, "every code has a name");

const char *error_code_name(enum flash_code code)
{
    int i = -(int)code;

    return i >= 0 && (size_t)i < ARRAY_LEN(code_names) ? code_names[i] : "unknown";
}

int error_bug(struct flash_error *err, const char *fmt, ...)
{
    va_list ap;

    if (err) {
        va_start(ap, fmt);
        start(err, FLASH_EBUG, fmt, ap);
        va_end(ap);
        error_hint(err, "this is a bug in flash; please report it");
    }
#ifndef NDEBUG
    abort();
#endif
    return FLASH_EBUG;
}

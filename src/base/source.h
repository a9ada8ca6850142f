#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

/*
 * Text that was read, and places in it. A location is small (file and byte range); line and column
 * are counted when somebody asks. Diagnostics are collected, so one run reports several.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/vec.h"

struct source {
    struct flash_str path; /* as the user should see it: "db/schema/users.sql", "<stdin>" */
    struct flash_str text; /* without a byte-order mark; UTF-8 checked */
};

struct loc {
    const struct source *src; /* NULL = made by flash, not read */
    uint32_t off, len;
};

struct line_column {
    unsigned line, column; /* 1-based; the column counts characters */
    struct flash_str text; /* the whole line without its end */
};

struct line_column loc_resolve(struct loc loc);

enum diag_level { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

struct diag {
    enum diag_level level;
    struct loc loc;
    struct flash_str message; /* the style of error messages */
    struct flash_str hint;    /* may be empty */
};

struct diags {
    struct arena *arena; /* where messages live */
    VEC(struct diag) list;
    unsigned errors, warnings;
    bool truncated; /* LIMIT_ERRORS was reached; later ones are counted only */
};

void diags_init(struct diags *d, struct arena *arena);
struct diag *diag_add(struct diags *d, enum diag_level level, struct loc loc, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
/* Turns the first error into err (file, line, column, message, caret as detail) and returns its
 * code FLASH_ESYNTAX; 0 when there is no error. */
int diags_error(const struct diags *d, struct flash_error *err);
/* "file:line:column: error: message", the line, a caret line, the hint. */
void diag_format(const struct diag *d, struct strbuf *out);

/* Checks size, NUL bytes and UTF-8, skips a byte-order mark. text must outlive the source.
 * FLASH_ETOOBIG, FLASH_EINVALID with the place. */
int source_init(
    struct source *src, struct flash_str path, struct flash_str text, struct flash_error *err);

#endif

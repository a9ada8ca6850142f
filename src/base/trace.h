#ifndef BASE_TRACE_H
#define BASE_TRACE_H

/*
 * FLASH_TRACE=1|2 writes to standard error (2: with SQL), FLASH_TRACE=/path appends to a file,
 * FLASH_TRACE=json:/path writes JSON lines. Costs one load and branch when off. Values that hold
 * an url pass trace_url first. This is the one place of the library that writes to a descriptor it
 * was not given, because the user asked for it by environment.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

extern int trace_level; /* 0 = off; set by trace_init */

void trace_init(void);
void trace_done(void);
void trace_write(const char *area, const char *fmt, ...) PRINTF_LIKE(2, 3);
#define TRACE(area, ...) (trace_level ? trace_write((area), __VA_ARGS__) : (void)0)

/* A span: 'struct trace_span t = trace_begin("store", "commit"); ... trace_end(&t);' */
struct trace_span {
    const char *area, *name;
    uint64_t start_us;
};
struct trace_span trace_begin(const char *area, const char *name);
void trace_end(struct trace_span *span);

/* url with the password, and any query value named like one, replaced by '***'. */
struct flash_str url_redact(struct arena *a, struct flash_str url);

#endif

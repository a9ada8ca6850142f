#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

/*
 * A string under construction, in an arena, with a cap. An append past the cap is dropped and
 * remembered: look once, at the end, with strbuf_check. Always NUL-terminated.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct strbuf {
    struct arena *arena;
    char *ptr;
    size_t len, cap, max;
    bool overflow;
};

void strbuf_init(struct strbuf *b, struct arena *arena, size_t max);
void strbuf_add(struct strbuf *b, struct flash_str s);
void strbuf_addc(struct strbuf *b, char c);
void strbuf_adds(struct strbuf *b, const char *cstr);
void strbuf_addf(struct strbuf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void strbuf_vaddf(struct strbuf *b, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);
void strbuf_fill(struct strbuf *b, char c, size_t n);
void strbuf_truncate(struct strbuf *b, size_t len);
static inline struct flash_str strbuf_str(const struct strbuf *b)
{
    return (struct flash_str){b->ptr, b->len};
}
/* FLASH_ETOOBIG naming 'what' if anything was dropped. */
int strbuf_check(const struct strbuf *b, const char *what, struct flash_error *err);

#endif

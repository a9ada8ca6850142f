#include "base/strbuf.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

#define STRBUF_FIRST 64

void strbuf_init(struct strbuf *b, struct arena *arena, size_t max)
{
    if (max > SIZE_MAX / 4)
        max = SIZE_MAX / 4; /* "no cap": sums with it must not overflow */
    *b = (struct strbuf){.arena = arena, .max = max};
    b->cap = max < STRBUF_FIRST ? max + 1 : STRBUF_FIRST;
    b->ptr = arena_alloc(arena, b->cap, 1);
}

/* Makes room for n more bytes and the NUL. */
static bool reserve(struct strbuf *b, size_t n)
{
    size_t want;

    if (b->overflow || n > b->max - b->len) {
        b->overflow = true;
        return false;
    }
    want = b->len + n + 1;
    if (want <= b->cap)
        return true;
    if (want < b->cap * 2)
        want = b->cap * 2 < b->max + 1 ? b->cap * 2 : b->max + 1;
    b->ptr = arena_grow(b->arena, b->ptr, b->cap, want, 1);
    b->cap = want;
    return true;
}

void strbuf_add(struct strbuf *b, struct flash_str s)
{
    if (s.len == 0 || !reserve(b, s.len))
        return;
    memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
    b->ptr[b->len] = '\0';
}

void strbuf_addc(struct strbuf *b, char c)
{
    if (!reserve(b, 1))
        return;
    b->ptr[b->len++] = c;
    b->ptr[b->len] = '\0';
}

void strbuf_adds(struct strbuf *b, const char *cstr)
{
    strbuf_add(b, str_from(cstr));
}

void strbuf_vaddf(struct strbuf *b, const char *fmt, va_list ap)
{
    va_list again;
    size_t room = b->cap - b->len;
    int n;

    va_copy(again, ap);
    n = vsnprintf(b->ptr + b->len, room, fmt, ap);
    if (n > 0) {
        bool fits = reserve(b, (size_t)n);

        if (fits && (size_t)n >= room)
            vsnprintf(b->ptr + b->len, (size_t)n + 1, fmt, again);
        if (fits)
            b->len += (size_t)n;
    }
    b->ptr[b->len] = '\0';
    va_end(again);
}

void strbuf_addf(struct strbuf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    strbuf_vaddf(b, fmt, ap);
    va_end(ap);
}

void strbuf_fill(struct strbuf *b, char c, size_t n)
{
    if (n == 0 || !reserve(b, n))
        return;
    memset(b->ptr + b->len, c, n);
    b->len += n;
    b->ptr[b->len] = '\0';
}

void strbuf_truncate(struct strbuf *b, size_t len)
{
    assert(len <= b->len);
    b->len = len;
    b->ptr[len] = '\0';
}

int strbuf_check(const struct strbuf *b, const char *what, struct flash_error *err)
{
    if (!b->overflow)
        return 0;
    return error_set(err, FLASH_ETOOBIG, "%s is longer than %zu bytes", what, b->max);
}

#ifndef SQL_SCAN_STEP_H
#define SQL_SCAN_STEP_H

/* The smallest steps of the scanner: look at a byte, look for one, end a token. */

#include <string.h>

#include "sql/scan.h"

/* 0 past the end. */
static inline unsigned scan_byte(const struct scan *s, uint32_t pos)
{
    return pos < s->end ? (unsigned char)s->text[pos] : 0;
}

/* The end of the text if there is none. */
static inline uint32_t scan_find(const struct scan *s, uint32_t from, char c)
{
    const char *p = from < s->end ? memchr(s->text + from, c, s->end - from) : NULL;

    return p != NULL ? (uint32_t)(p - s->text) : s->end;
}

/* The token from pos to end; goes on behind it. */
static inline void scan_finish(struct scan *s, struct token *t, enum token_kind kind, uint32_t end)
{
    *t = (struct token){.off = s->pos, .len = end - s->pos, .kind = (uint8_t)kind};
    s->pos = end;
}

#endif

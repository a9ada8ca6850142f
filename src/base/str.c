#include "base/str.h"

#include <limits.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

struct flash_str str_from(const char *cstr)
{
    return (struct flash_str){cstr, cstr ? strlen(cstr) : 0};
}

struct flash_str str_sub(struct flash_str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return s.ptr ? (struct flash_str){s.ptr + from, to - from} : s;
}

struct flash_str str_skip(struct flash_str s, size_t n)
{
    return str_sub(s, n, s.len);
}

struct flash_str str_trim(struct flash_str s)
{
    size_t from = 0;
    size_t to = s.len;

    while (from < to && ascii_space(s.ptr[from]))
        from++;
    while (to > from && ascii_space(s.ptr[to - 1]))
        to--;
    return str_sub(s, from, to);
}

bool str_eq(struct flash_str a, struct flash_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool str_eq_nocase(struct flash_str a, struct flash_str b)
{
    return a.len == b.len && str_cmp_nocase(a, b) == 0;
}

static int by_length(struct flash_str a, struct flash_str b)
{
    return (a.len > b.len) - (a.len < b.len);
}

int str_cmp(struct flash_str a, struct flash_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int r = n ? memcmp(a.ptr, b.ptr, n) : 0;

    return r ? r : by_length(a, b);
}

int str_cmp_nocase(struct flash_str a, struct flash_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;

    for (size_t i = 0; i < n; i++) {
        unsigned char x = (unsigned char)ascii_lower(a.ptr[i]);
        unsigned char y = (unsigned char)ascii_lower(b.ptr[i]);

        if (x != y)
            return x < y ? -1 : 1;
    }
    return by_length(a, b);
}

bool str_starts(struct flash_str s, struct flash_str prefix)
{
    return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}

bool str_starts_nocase(struct flash_str s, struct flash_str prefix)
{
    return s.len >= prefix.len && str_eq_nocase(str_sub(s, 0, prefix.len), prefix);
}

bool str_ends(struct flash_str s, struct flash_str suffix)
{
    return s.len >= suffix.len && str_eq(str_skip(s, s.len - suffix.len), suffix);
}

ptrdiff_t str_find_char(struct flash_str s, char c, size_t from)
{
    const char *p;

    if (from >= s.len)
        return -1;
    p = memchr(s.ptr + from, c, s.len - from);
    return p ? p - s.ptr : -1;
}

ptrdiff_t str_find(struct flash_str s, struct flash_str needle)
{
    ptrdiff_t i;

    if (needle.len == 0)
        return 0;
    for (size_t from = 0; (i = str_find_char(s, needle.ptr[0], from)) >= 0; from = (size_t)i + 1)
        if (str_starts(str_skip(s, (size_t)i), needle))
            return i;
    return -1;
}

bool str_split(struct flash_str *s, char sep, struct flash_str *head)
{
    ptrdiff_t i;

    if (!s->ptr)
        return false;
    i = str_find_char(*s, sep, 0);
    if (i < 0) {
        *head = *s;
        *s = STR_NULL;
        return true;
    }
    *head = str_sub(*s, 0, (size_t)i);
    *s = str_skip(*s, (size_t)i + 1);
    return true;
}

bool str_to_u64(struct flash_str s, uint64_t *out)
{
    uint64_t v = 0;

    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned char)s.ptr[i] - (unsigned)'0';

        if (digit > 9 || v > (UINT64_MAX - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *out = v;
    return true;
}

bool str_to_i64(struct flash_str s, int64_t *out)
{
    bool negative = s.len && s.ptr[0] == '-';
    uint64_t v;

    if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+'))
        s = str_skip(s, 1);
    if (!str_to_u64(s, &v) || v > (uint64_t)INT64_MAX + (negative ? 1 : 0))
        return false;
    *out = negative ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}

/* Bytes of the UTF-8 character at p, 0 if it is not valid (Unicode 15, table 3-7). */
static size_t utf8_char(const unsigned char *p, size_t left)
{
    unsigned char c = p[0];
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    size_t n;

    if (c < 0x80)
        return 1;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (left < n)
        return 0;
    if (c == 0xE0)
        low = 0xA0;
    else if (c == 0xED)
        high = 0x9F;
    else if (c == 0xF0)
        low = 0x90;
    else if (c == 0xF4)
        high = 0x8F;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

size_t str_utf8_valid(struct flash_str s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t i = 0;

    while (i < s.len) {
        uint64_t word;
        size_t n;

        if (s.len - i >= sizeof(word)) {
            memcpy(&word, p + i, sizeof(word));
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof(word);
                continue;
            }
        }
        n = utf8_char(p + i, s.len - i);
        if (n == 0)
            return i;
        i += n;
    }
    return i;
}

size_t str_columns(struct flash_str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

/* The next character of s from *i on: a whole code point, or a byte where it is none. */
static struct flash_str next_char(struct flash_str s, size_t *i)
{
    size_t n = utf8_char((const unsigned char *)s.ptr + *i, s.len - *i);
    struct flash_str c = str_sub(s, *i, *i + (n ? n : 1));

    *i += c.len;
    return c;
}

/* pattern[*p] is behind '['. False when the bracket is never closed (then '[' is itself). */
static bool glob_set(struct flash_str pattern, size_t *p, struct flash_str c, bool *match)
{
    size_t i = *p;
    bool negate = i < pattern.len && (pattern.ptr[i] == '!' || pattern.ptr[i] == '^');
    bool in = false;

    i += negate;
    for (bool first = true; i < pattern.len && (first || pattern.ptr[i] != ']'); first = false) {
        struct flash_str low = next_char(pattern, &i);
        struct flash_str high = low;

        if (i + 1 < pattern.len && pattern.ptr[i] == '-' && pattern.ptr[i + 1] != ']') {
            i++;
            high = next_char(pattern, &i);
        }
        /* UTF-8 sorts as its code points do. */
        in |= str_cmp(low, c) <= 0 && str_cmp(c, high) <= 0;
    }
    if (i >= pattern.len)
        return false;
    *p = i + 1;
    *match = in != negate;
    return true;
}

/* One element of the pattern against one character; both move on. */
static bool glob_one(struct flash_str pattern, size_t *p, struct flash_str s, size_t *i)
{
    struct flash_str c = next_char(s, i);
    struct flash_str e;
    bool match;

    if (pattern.ptr[*p] == '?') {
        ++*p;
        return true;
    }
    if (pattern.ptr[*p] == '[') {
        size_t inside = *p + 1;

        if (glob_set(pattern, &inside, c, &match)) {
            *p = inside;
            return match;
        }
    }
    if (pattern.ptr[*p] == '\\' && *p + 1 < pattern.len)
        ++*p;
    e = next_char(pattern, p);
    return str_eq(e, c);
}

bool str_glob(struct flash_str pattern, struct flash_str s)
{
    size_t p = 0;
    size_t i = 0;
    size_t star = SIZE_MAX; /* behind the last '*' */
    size_t star_i = 0;      /* where it stops matching */

    while (i < s.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = ++p;
            star_i = i;
        } else if (p < pattern.len && glob_one(pattern, &p, s, &i)) {
            continue;
        } else if (star != SIZE_MAX) {
            next_char(s, &star_i);
            p = star;
            i = star_i;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*')
        p++;
    return p == pattern.len;
}

#define DISTANCE_MAX 128

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned str_distance(struct flash_str a, struct flash_str b, unsigned cap)
{
    unsigned rows[3][DISTANCE_MAX + 1];

    if (str_eq(a, b))
        return 0;
    if (a.len > DISTANCE_MAX || b.len > DISTANCE_MAX)
        return cap;
    for (unsigned j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *up = rows[(i + 2) % 3];
        const unsigned *up2 = rows[(i + 1) % 3];

        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            bool same = a.ptr[i - 1] == b.ptr[j - 1];

            row[j] = least(least(up[j] + 1, row[j - 1] + 1), up[j - 1] + !same);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                row[j] = least(row[j], up2[j - 2] + 1);
        }
    }
    return least(rows[a.len % 3][b.len], cap);
}

uint64_t str_hash(struct flash_str s)
{
    return XXH3_64bits(s.len ? s.ptr : "", s.len);
}

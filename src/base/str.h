#ifndef BASE_STR_H
#define BASE_STR_H

/* Helpers for slices. No function here allocates. */

#include <stdbool.h>
#include <stdint.h>

#include "flash/str.h"

#define STR(lit) ((struct flash_str){(lit), sizeof(lit) - 1})
#define STR_NULL ((struct flash_str){NULL, 0})
/* For printf: "%.*s". */
#define STR_ARG(s)   (int)(s).len, ((s).ptr ? (s).ptr : "")
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

struct flash_str str_from(const char *cstr); /* NULL gives STR_NULL */
struct flash_str str_sub(struct flash_str s, size_t from, size_t to);
struct flash_str str_skip(struct flash_str s, size_t n);
struct flash_str str_trim(struct flash_str s); /* ASCII white space, both ends */
bool str_eq(struct flash_str a, struct flash_str b);
bool str_eq_nocase(struct flash_str a, struct flash_str b); /* ASCII only, no locale */
int str_cmp(struct flash_str a, struct flash_str b);        /* bytes as unsigned; for qsort */
int str_cmp_nocase(struct flash_str a, struct flash_str b);
bool str_starts(struct flash_str s, struct flash_str prefix);
bool str_starts_nocase(struct flash_str s, struct flash_str prefix);
bool str_ends(struct flash_str s, struct flash_str suffix);
/* Byte index of the first c at or after from, or -1. */
ptrdiff_t str_find_char(struct flash_str s, char c, size_t from);
ptrdiff_t str_find(struct flash_str s, struct flash_str needle);
/* Splits at the first sep: *head gets what is before, s loses it and sep. False at the end. */
bool str_split(struct flash_str *s, char sep, struct flash_str *head);
/* Whole s as a decimal number; false if it is none or does not fit. */
bool str_to_u64(struct flash_str s, uint64_t *out);
bool str_to_i64(struct flash_str s, int64_t *out);
/* Shell globs: * ? [abc]; '*' crosses '/' and '.'. */
bool str_glob(struct flash_str pattern, struct flash_str s);
/* Length of valid UTF-8 from the start; == s.len when all of it is valid. */
size_t str_utf8_valid(struct flash_str s);
/* Columns that a terminal gives to s, for carets: counts code points, tabs as one. */
size_t str_columns(struct flash_str s);
/* Damerau-Levenshtein distance, at most cap; for "did you mean". */
unsigned str_distance(struct flash_str a, struct flash_str b, unsigned cap);
uint64_t str_hash(struct flash_str s); /* XXH3-64; never an identity */

static inline char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}
static inline char ascii_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}
static inline bool ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool ascii_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

#endif

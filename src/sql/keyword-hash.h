#ifndef SQL_KEYWORD_HASH_H
#define SQL_KEYWORD_HASH_H

/* The hash by which the generator (contrib/gen/mkkeywords.c) fills the buckets and keyword_find
 * looks into them. Ignores the case of letters. word has at least KEYWORD_MIN bytes. */

#include <stddef.h>
#include <stdint.h>

#define KEYWORD_BUCKETS 512u
#define KEYWORD_MIN     2u
#define KEYWORD_MAX     24u

static inline uint32_t keyword_hash(const char *word, size_t len)
{
    uint32_t first = (uint32_t)(unsigned char)word[0] & 0xDFu;
    uint32_t second = (uint32_t)(unsigned char)word[1] & 0xDFu;
    uint32_t middle = (uint32_t)(unsigned char)word[len / 2] & 0xDFu;
    uint32_t last = (uint32_t)(unsigned char)word[len - 1] & 0xDFu;

    return (first * 7u + second * 31u + middle * 59u + last * 113u + (uint32_t)len * 5u) %
           KEYWORD_BUCKETS;
}

#endif

#include "objects/store/sha1.h"

#include <string.h>

static uint32_t rol(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

static uint32_t load32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void store32(unsigned char *p, uint32_t v)
{
    p[0] = (unsigned char)(v >> 24);
    p[1] = (unsigned char)(v >> 16);
    p[2] = (unsigned char)(v >> 8);
    p[3] = (unsigned char)v;
}

static uint32_t round_function(unsigned t, uint32_t b, uint32_t c, uint32_t d)
{
    if (t < 20)
        return ((b & c) | (~b & d)) + UINT32_C(0x5a827999);
    if (t < 40)
        return (b ^ c ^ d) + UINT32_C(0x6ed9eba1);
    if (t < 60)
        return ((b & c) | (b & d) | (c & d)) + UINT32_C(0x8f1bbcdc);
    return (b ^ c ^ d) + UINT32_C(0xca62c1d6);
}

static void compress(uint32_t h[5], const unsigned char *block)
{
    uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];

    for (unsigned t = 0; t < 16; t++)
        w[t] = load32(block + 4 * (size_t)t);
    for (unsigned t = 16; t < 80; t++)
        w[t] = rol(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    for (unsigned t = 0; t < 80; t++) {
        uint32_t next = rol(a, 5) + round_function(t, b, c, d) + e + w[t];
        e = d;
        d = c;
        c = rol(b, 30);
        b = a;
        a = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

void store_sha1_init(struct store_sha1 *c)
{
    *c = (struct store_sha1){.h = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}};
}

void store_sha1_update(struct store_sha1 *c, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    size_t used = (size_t)(c->total % sizeof c->block);

    c->total += n;
    while (n > 0) {
        size_t take = sizeof c->block - used < n ? sizeof c->block - used : n;
        if (used == 0 && take == sizeof c->block) {
            compress(c->h, p);
        } else {
            memcpy(c->block + used, p, take);
            if (used + take == sizeof c->block)
                compress(c->h, c->block);
        }
        used = (used + take) % sizeof c->block;
        p += take;
        n -= take;
    }
}

void store_sha1_final(struct store_sha1 *c, unsigned char out[20])
{
    static const unsigned char pad[64] = {0x80};
    unsigned char length[8];
    uint64_t bits = c->total * 8;
    size_t used = (size_t)(c->total % sizeof c->block);

    store_sha1_update(c, pad, used < 56 ? 56 - used : 120 - used);
    store32(length, (uint32_t)(bits >> 32));
    store32(length + 4, (uint32_t)bits);
    store_sha1_update(c, length, sizeof length);
    for (size_t i = 0; i < 5; i++)
        store32(out + 4 * i, c->h[i]);
}

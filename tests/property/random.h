#ifndef TESTS_PROPERTY_RANDOM_H
#define TESTS_PROPERTY_RANDOM_H

/* Numbers that a seed repeats on every machine. */

#include <stdbool.h>
#include <stdint.h>

struct rng {
    uint64_t state;
};

static inline uint64_t rng_next(struct rng *r)
{
    uint64_t z = (r->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* 0 .. n - 1; 0 for n = 0. */
static inline uint32_t rng_below(struct rng *r, uint64_t n)
{
    return n == 0 ? 0 : (uint32_t)(rng_next(r) % n);
}

static inline bool rng_one_in(struct rng *r, uint32_t n)
{
    return rng_below(r, n) == 0;
}

/* Another, independent row of numbers: what one part draws does not move the others. */
static inline struct rng rng_child(uint64_t seed, uint64_t part)
{
    struct rng r = {seed ^ (part * 0xd1342543de82ef95u)};
    r.state = rng_next(&r);
    return r;
}

#endif

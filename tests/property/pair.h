#ifndef TESTS_PROPERTY_PAIR_H
#define TESTS_PROPERTY_PAIR_H

/* One case: a schema, what is done to it, and everything that must hold on the way there and back.
 */

#include "histogram.h"
#include "project.h"
#include "side.h"

#define PAIR_OPS_A 48
#define PAIR_OPS_B 10

struct pair {
    uint64_t seed;
    uint64_t a[PAIR_OPS_A], b[PAIR_OPS_B]; /* seeds of operations */
    size_t na, nb;
};

struct counts {
    unsigned pairs, models, moves;
    unsigned plans;        /* made with the caches of a project and without them */
    unsigned rows_refused; /* SQLite could not take the rows either; done again without rows */
    unsigned rows_found;   /* flash found a way that plain copying did not */
    unsigned unsupported;  /* refused by name */
    unsigned dangling;     /* rows without their parents, before anything moved */
    unsigned returned;     /* nothing was lost on the way there and back, parking in between */
    struct histogram histogram;
};

struct runner {
    const char *folder; /* for database files */
    struct project *project;
    struct counts *counts; /* NULL while shrinking */
    bool verbose;
};

void pair_make(struct pair *p, uint64_t seed);
/* The two schemas that the operations make. */
void pair_schemas(const struct pair *p, struct g_schema *a, struct g_schema *b);
/* FALSE with a story in why. */
bool pair_check(const struct pair *p, struct runner *r, struct arena *arena, struct flash_str *why);
/* Leaves out operations as long as it still fails. */
void pair_shrink(struct pair *p, struct runner *r, struct arena *arena);

#endif

#ifndef TESTS_PROPERTY_ROWS_H
#define TESTS_PROPERTY_ROWS_H

/* Rows for a random schema, as statements that need not all succeed. */

#include "base/vec.h"
#include "generate.h"

struct statements {
    VEC(struct flash_str) list;
};

/* INSERTs, parents first as far as there is such an order. Texts end in NUL. */
void g_write_inserts(const struct g_schema *s, uint64_t seed, unsigned per_table, struct arena *a,
    struct statements *out);
/* INSERT, UPDATE and DELETE of anything, to see whether two databases answer alike. */
void g_write_probes(const struct g_schema *s, uint64_t seed, unsigned per_table, struct arena *a,
    struct statements *out);

#endif

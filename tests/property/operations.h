#ifndef TESTS_PROPERTY_OPERATIONS_H
#define TESTS_PROPERTY_OPERATIONS_H

/* Operations on random schemas and what they share. Each returns false where it finds nothing to
 * work on. */

#include "generate.h"

#define OPERATION(name, function, weight) bool function(struct g_schema *s, struct rng *r);
#include "operations.def"
#undef OPERATION

/* A name that nobody has yet, in any case. Takes the next uid. */
void g_make_name(struct g_schema *s, struct rng *r, const char *prefix, char *out);
struct g_table *g_some_table(struct g_schema *s, struct rng *r);
struct g_column *g_some_column(struct g_table *t, struct rng *r);
struct g_expr g_some_expr(struct g_table *t, struct rng *r, uint32_t forms);
uint8_t g_other_than(uint8_t was, struct rng *r, uint32_t n);
/* Something or nothing, each as often. */
uint8_t g_toggle(uint8_t was, struct rng *r, uint32_t n);
bool g_add_column(struct g_schema *s, struct rng *r, struct g_table *t);
struct g_key g_some_key(struct g_table *t, struct rng *r);
void g_some_keys(struct g_table *t, struct rng *r, struct g_keys *k);
/* Another direction, collation or length of a key that is there. */
void g_change_keys(struct g_table *t, struct rng *r, struct g_keys *k);

#endif

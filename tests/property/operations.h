#ifndef TESTS_PROPERTY_OPERATIONS_H
#define TESTS_PROPERTY_OPERATIONS_H

/* Operations on random schemas and what they share. Each returns false where it finds nothing to
 * work on. */

#include "generate.h"

#define OPERATION(name, function, weight) bool function(struct g_schema *s, struct rng *r);
#include "operations.def"
#undef OPERATION

/* A name that nobody has yet, in any case. Takes the next uid. */
void make_name(struct g_schema *s, struct rng *r, const char *prefix, char *out);
struct g_table *some_table(struct g_schema *s, struct rng *r);
struct g_column *some_column(struct g_table *t, struct rng *r);
struct g_expr some_expr(struct g_table *t, struct rng *r, uint32_t forms);
uint8_t other_than(uint8_t was, struct rng *r, uint32_t n);
/* Something or nothing, each as often. */
uint8_t toggle(uint8_t was, struct rng *r, uint32_t n);
bool table_column_add(struct g_schema *s, struct rng *r, struct g_table *t);
struct g_key some_key(struct g_table *t, struct rng *r);
void some_keys(struct g_table *t, struct rng *r, struct g_keys *k);
/* Another direction, collation or length of a key that is there. */
void change_keys(struct g_table *t, struct rng *r, struct g_keys *k);

#endif

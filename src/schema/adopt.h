#ifndef SCHEMA_ADOPT_H
#define SCHEMA_ADOPT_H

/*
 * A schema out of objects that were frozen in others: nothing is printed, signed or sorted within
 * an object again. Values are shared, so the others must outlive it.
 */

#include "schema/schema.h"

/* A copy of o with its children, in s and its maps. The caller knows that no name is taken. */
struct object *schema_adopt(struct schema *s, const struct object *o);
/* Instead of schema_freeze, when all objects were adopted. */
void schema_seal(struct schema *s);

#endif

#ifndef SCHEMA_FREEZE_H
#define SCHEMA_FREEZE_H

/* What makes a schema that was read into one that can be compared: order, identities, references,
 * texts. */

#include "schema/schema.h"

/* Idents and order of the children of o (not of their children: there are none). */
void object_freeze_children(struct object *o, struct arena *perm, struct arena scratch);

/* Order of object.child_index: by kind and by the ident's hash, which is quick to compare. */
int child_index_cmp(enum kind k, const struct symbol *ident, const struct object *o);

#endif

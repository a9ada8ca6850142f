#ifndef DIALECT_SQLITE_MENTIONS_H
#define DIALECT_SQLITE_MENTIONS_H

/* Which tables, views and triggers mention a relation by name, while files are read: so that a
 * rename costs what it changes. Kept up to date when asked. */

#include "schema/schema.h"

struct walker;

/* o was added, or got new constraints. */
void mentions_note(struct schema *s, struct object *o);
/* May hold objects that are dropped or mention it no longer, and some twice. Never NULL. */
const struct object_list *mentions_of(struct schema *s, const struct symbol *name);
/* What mentioned 'from' mentions 'to' from now on. */
void mentions_move(struct schema *s, const struct symbol *from, const struct symbol *to);
/* Whether o still stands in the schema. */
bool mentions_is_live(const struct schema *s, const struct object *o);

#endif

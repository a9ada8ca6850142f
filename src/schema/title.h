#ifndef SCHEMA_TITLE_H
#define SCHEMA_TITLE_H

/* How an object is called: in messages (object_title, object_qualified) and in the tree
 * (object_path). The functions are declared in model.h; here is what they share with freeze. */

#include "schema/model.h"

/* The path with this suffix (".sql"). */
void object_path_add(struct strbuf *out, const struct object *o, const char *suffix);

#endif

#ifndef DIFF_RENAME_H
#define DIFF_RENAME_H

/*
 * Which object of one schema is which of the other: by the renames that fit, else by name. And
 * whose names differ, so that others who mention them can follow.
 */

#include "base/map.h"
#include "diff/diff.h"

struct rename_map {
    const struct schema *from, *to;
    struct map to_of;   /* from object to to object, where a rename says so */
    struct map from_of; /* and back */
    struct map touched; /* key symbols of relations that were renamed or that have a renamed column:
                           by their name in 'from' */
    struct arena *arena;
};

/* Renames that do not fit are left out: old name missing in from or still in to, new name missing
 * in to or there in from, another rename of the same object before it. */
void rename_map_init(struct rename_map *m, const struct schema *from, const struct schema *to,
    const struct rename_list *renames, struct arena *a);

/* What a top-level object or an index of 'from' is in 'to'; NULL = nothing. */
const struct object *rename_partner(const struct rename_map *m, const struct object *from);
/* The same for a column of a table. */
const struct column *rename_partner_column(
    const struct rename_map *m, const struct object *from_table, const struct symbol *key);
/* A rename (not the name) made this object of 'to' what it is. */
const struct object *rename_origin(const struct rename_map *m, const struct object *to);

/* Notes what is spelled in another way in the pair, so that rename_touches knows. */
void rename_map_note(struct rename_map *m, const struct object *from, const struct object *to);
/* Whether o (of 'from') or the table it hangs on mentions a name that changed. */
bool rename_touches(const struct rename_map *m, const struct object *o);

#endif

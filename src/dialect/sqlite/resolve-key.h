#ifndef DIALECT_SQLITE_RESOLVE_KEY_H
#define DIALECT_SQLITE_RESOLVE_KEY_H

/* Keys, unique constraints and indexes of a table. */

#include "dialect/sqlite/resolve.h"

/* Columns in their declared spelling; expressions in normal form. Reports what no column is. */
void resolve_key_list(struct resolver *r, const struct object *table, const struct object *owner,
    struct key_list *keys);
/* The table's primary key, at most one. NULL if there is none. */
struct primary_key *resolve_primary_key(struct resolver *r, struct object *table);
/* Takes out the unique constraints that say again what another one or the primary key says. */
void resolve_same_keys(struct resolver *r, struct object *table, struct primary_key *pk);

#endif

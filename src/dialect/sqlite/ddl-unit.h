#ifndef DIALECT_SQLITE_DDL_UNIT_H
#define DIALECT_SQLITE_DDL_UNIT_H

/* One table and everything that happens to it. */

#include "dialect/sqlite/ddl-build.h"

enum unit_how {
    UNIT_NOTHING, /* only its indexes, or only what a rename elsewhere brings */
    UNIT_CREATE,
    UNIT_DROP,
    UNIT_ALTER,
    UNIT_REBUILD,
    UNIT_REPLACE /* a virtual table: dropped and created */
};

/* A column on both sides. from NULL: new; to NULL: dropped. */
struct column_pair {
    const struct column *from, *to;
    const struct change *change; /* NULL = the same */
    bool by_copy; /* a rename that ALTER TABLE cannot do: the rebuild's copy does it */
};

struct park_return; /* park-return.h */
struct park_returns {
    VEC(struct park_return *) list; /* newest first */
};

struct table_unit {
    const struct change
        *change; /* NULL: nothing of its own changed, a rename elsewhere forces a rebuild */
    const struct table *from, *to;
    enum unit_how how;
    const char *why;  /* of a rebuild: "primary key of table users" reads "primary key" */
    bool renamed;     /* by key or by spelling */
    bool rows_return; /* parked rows come back into it */
    struct park_returns returns; /* all that comes back into it */
    struct column_pair *pairs;   /* in the target's order, then the dropped ones */
    size_t npairs;
    struct flash_str
        *current; /* of each pair: the column's name in the database while the plan runs */
};

/* Units of all changed tables, each with its way decided. Fills s->units, unit_of. */
int units_make(struct sqd *s);
/* A rename that the engine would not carry into this table's foreign keys: rebuild it. t is of
 * from. */
int unit_force_rebuild(struct sqd *s, const struct object *t, const char *why);
void units_sort(struct sqd *s);
struct table_unit *unit_find(
    const struct sqd *s, const struct object *table); /* of either side; may be NULL */

/* Not cosmetic, and not done by a rename elsewhere. */
bool change_is_real(const struct change *c);
bool column_renamed(const struct column_pair *p);
/* Something but the name changed, which ALTER TABLE cannot do. */
bool column_altered(const struct column_pair *p);
bool column_is_generated(const struct column *c);
bool column_is_key_alias(const struct table *t, const struct column *c); /* INTEGER PRIMARY KEY */
/* A default other than NULL. */
bool column_has_default(const struct column *c);
/* Values that the old table holds and the new one has no place for: dropped, or generated now. */
bool column_loses_values(const struct column_pair *p);
/* The other way round: it is there for the first time, or computed no more. */
bool column_gains_values(const struct column_pair *p);
/* Its values do not come out of a rebuild as they went in: another affinity, or a default for NULL.
 */
bool column_converts(const struct sqd *s, const struct table_unit *u, const struct column_pair *p);
bool unit_is_virtual(const struct table *t);

#endif

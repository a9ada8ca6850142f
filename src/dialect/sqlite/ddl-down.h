#ifndef DIALECT_SQLITE_DDL_DOWN_H
#define DIALECT_SQLITE_DDL_DOWN_H

/*
 * Views and triggers that are taken down before tables change and put back afterwards: those that
 * changed; and, when the plan has an ALTER TABLE after which SQLite reads every view and trigger
 * again (RENAME, DROP COLUMN), those that it would refuse or turn into something else: broken ones,
 * and those that speak of what is dropped or of a name that moves without following it.
 */

#include "dialect/sqlite/ddl-unit.h"

struct takedown {
    struct object_list
        down; /* of from: to be dropped; triggers that go with their table or view left out */
    struct object_list up; /* of the target: to be created, in an order that works */
    struct map is_down;    /* every view and trigger of from that is not there in between */
    struct map is_up;
};

/* Tables whose foreign keys would not follow a rename get a rebuild. Before takedown_make. */
int takedown_force(struct sqd *s);
void takedown_make(struct sqd *s, struct takedown *t);

#endif

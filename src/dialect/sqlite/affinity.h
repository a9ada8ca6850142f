#ifndef DIALECT_SQLITE_AFFINITY_H
#define DIALECT_SQLITE_AFFINITY_H

/* What SQLite does to a value that goes into a column: decided by a few letters of the type's name.
 */

#include "schema/model.h"

enum affinity {
    AFFINITY_BLOB /* none: values stay as they are */,
    AFFINITY_TEXT,
    AFFINITY_NUMERIC,
    AFFINITY_INTEGER,
    AFFINITY_REAL
};

enum affinity affinity_of(const struct table *t, const struct column *c);
/* Values that go from one into the other may come out as other values. */
bool affinity_narrows(enum affinity from, enum affinity to);
/* No value is converted at all. */
bool affinity_keeps(enum affinity from, enum affinity to);

#endif

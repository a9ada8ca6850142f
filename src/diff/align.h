#ifndef DIFF_ALIGN_H
#define DIFF_ALIGN_H

/*
 * Which child of one table is which of the other: columns and indexes by rename, then name;
 * constraints by name, unnamed ones by what they say with renames put in; what is left by what it
 * says whatever its name, so that naming a constraint is a change of it and not another constraint.
 */

#include "diff/rename.h"

struct alignment {
    const struct object **to_of;   /* by place among from's children; NULL = dropped */
    const struct object **from_of; /* by place among to's children; NULL = added */
};

void align_children(struct alignment *out, const struct rename_map *m, const struct object *from,
    const struct object *to, struct arena *a);

#endif

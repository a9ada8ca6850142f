#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

/*
 * Two frozen schemas to typed changes. Objects align by rename record, then by name. Cost: one pass
 * over two sorted lists; equal texts are not looked into.
 */

#include "schema/change.h"

struct flash_error;

/* A known rename (DESIGN 7): from a record, flash mv, a '-- was:' hint or the catalogue. */
struct rename {
    enum kind kind; /* KIND_TABLE, KIND_COLUMN, KIND_INDEX, KIND_VIEW, KIND_TRIGGER */
    const struct symbol *ns;
    const struct symbol *table; /* columns: the table's key on the *to* side; else NULL */
    const struct symbol *from, *to;
    const char *origin; /* "mv", "was", "catalogue", "record"; static */
};
struct rename_list {
    struct rename *items;
    size_t len, cap;
};

struct diff_options {
    const struct rename_list *renames; /* NULL = none */
    bool strict_columns;               /* column order is a change, not cosmetic */
};

/* changes in canonical order of the object (to side, else from). Renames that do not fit (old name
 * still in the target, new name in the start) are inert. */
int diff_schemas(const struct schema *from, const struct schema *to, const struct diff_options *opt,
    struct arena *perm, struct arena scratch, struct change_list *out, struct flash_error *err);

#include "diff/guess.h"
#include "diff/stat.h"
#include "diff/verify.h"
#include "diff/was.h"

#endif

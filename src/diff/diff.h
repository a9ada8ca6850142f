#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

/*
 * Two frozen schemas to typed changes. Objects align by rename record, then by name. Cost: one pass over
 * two sorted lists; equal texts are not looked into.
 */

#include "schema/change.h"

struct flash_error;

/* A known rename (DESIGN 7): from a record, flash mv, a '-- was:' hint or the catalogue. */
struct rename {
    enum kind kind;                   /* KIND_TABLE, KIND_COLUMN, KIND_INDEX, KIND_VIEW, KIND_TRIGGER */
    const struct symbol *ns;
    const struct symbol *table;       /* columns: the table's key on the *to* side; else NULL */
    const struct symbol *from, *to;
    const char *origin;               /* "mv", "was", "catalogue", "record"; static */
};
struct rename_list {
    struct rename *items;
    size_t len, cap;
};

struct diff_options {
    const struct rename_list *renames; /* NULL = none */
    bool strict_columns;               /* column order is a change, not cosmetic */
};

/* changes in canonical order of the object (to side, else from). Renames that do not fit (old name still in
 * the target, new name in the start) are inert. */
int diff_schemas(const struct schema *from, const struct schema *to, const struct diff_options *opt,
    struct arena *perm, struct arena scratch, struct change_list *out, struct flash_error *err);

/* '-- was:' hints of a schema's objects and columns. */
void diff_collect_was(const struct schema *to, struct arena *a, struct rename_list *out);

/* Pairs of dropped and added objects or columns that look like a rename; only ever proposed. */
struct rename_guess {
    struct rename rename;
    unsigned percent;
};
struct rename_guess_list {
    struct rename_guess *items;
    size_t len, cap;
};
void diff_guess_renames(const struct change_list *changes, struct arena *perm, struct arena scratch,
    struct rename_guess_list *out);

/* Counts for --stat: tables, columns and so on added, dropped, changed. */
struct diff_stat_row {
    struct flash_str title;
    unsigned added, dropped, modified; /* children, or 1 for the object itself */
    const struct change *change;
};
struct diff_stat {
    struct diff_stat_row *rows;
    size_t nrows, cap;
    unsigned added, dropped, modified, renamed; /* top-level objects */
};
void diff_stat(const struct change_list *changes, struct arena *a, struct diff_stat *out);

/* Proof on the model: 'from' with the changes done, compared with 'to' field by field. FLASH_EBUG names
 * the first object that is not the same. */
int diff_verify(const struct schema *from, const struct schema *to, const struct change_list *changes,
    struct arena scratch, struct flash_error *err);

#endif

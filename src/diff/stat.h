#ifndef DIFF_STAT_H
#define DIFF_STAT_H

/* Included by diff/diff.h. */

#include "diff/diff.h"

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

#endif

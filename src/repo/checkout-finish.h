#ifndef REPO_CHECKOUT_FINISH_H
#define REPO_CHECKOUT_FINISH_H

/* What comes after the database, from what the journal says alone: checkout and recovery do the
 * same. */

#include "objects/refs/refs.h"
#include "repo/journal.h"

struct finish_counts {
    size_t files_written, files_removed;
};

/* Files, HEAD, end of the journal. On an error the journal stays for the next command; it is let go
 * of. */
int checkout_finish(struct repo *r, struct journal *j, struct arena *a, struct arena scratch,
    struct finish_counts *counts, struct flash_error *err);

#endif

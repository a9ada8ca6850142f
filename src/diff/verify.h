#ifndef DIFF_VERIFY_H
#define DIFF_VERIFY_H

/* Included by diff/diff.h. */

#include "diff/diff.h"

/*
 * Proof on the model: 'from' with the changes done (objects and children taken out and put in,
 * fields copied one by one), compared with 'to' field by field. FLASH_EBUG names the first object
 * that is not the same. Order of columns counts where a change says that a column moved.
 */
int diff_verify(const struct schema *from, const struct schema *to,
    const struct change_list *changes, struct arena scratch, struct flash_error *err);

#endif

#ifndef REPO_SPLICE_H
#define REPO_SPLICE_H

/*
 * Changing working files without rewriting them: the bytes of statements that make a changed object
 * are replaced or deleted, everything else stays, comments in front of a statement are kept. A new
 * table goes to <table>.sql with its indexes behind it, its triggers after them; a file that has
 * nothing left is removed.
 */

#include "repo/workfiles.h"

struct change_list;

/* files: what stands there now, parsed (src set) into 'from'. to: what they shall parse to; the
 * text of a changed object comes from 'source' files where to's objects have places in them
 * (partial commits), else it is printed. out gets the new list; untouched files are shared. The
 * result is parsed again and must equal 'to' (FLASH_EBUG). */
int splice_files(const struct workfiles *files, const struct schema *from, const struct schema *to,
    const struct change_list *changes, struct arena *perm, struct arena scratch,
    struct workfiles *out, struct flash_error *err);

#endif

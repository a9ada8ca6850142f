#ifndef REPO_SPLICE_H
#define REPO_SPLICE_H

/*
 * Changing working files without rewriting them: the bytes of statements that make a changed object
 * are replaced or deleted, everything else stays, comments in front of a statement are kept. A new
 * table goes to <table>.sql with its indexes behind it, triggers behind what they are on; a file
 * that has no statement left is removed.
 */

#include "repo/workfiles.h"

struct change_list;
struct diags;

/* The text of one statement: of a top-level object without its indexes, or of an index. */
struct splice_text {
    struct flash_str text;     /* with its semicolon */
    struct flash_str comments; /* with replace_comments: what stands in front of it from now on */
    bool replace_comments;
    struct flash_str path; /* for what is new: the file it goes to; empty = by rule */
};

struct splice {
    const struct workfiles *files;     /* what stands there now, parsed (src set) */
    const struct schema *from;         /* what they parse to */
    const struct schema *to;           /* what they shall parse to */
    const struct change_list *changes; /* from to to; says which objects are renamed ones */
    /* The words for an object of 'to' (from NULL: it is new); false = it is printed. May be NULL.
     */
    bool (*text)(void *payload, const struct object *from, const struct object *to, struct arena *a,
        struct splice_text *out);
    void *payload;
    bool hints; /* '-- was: old' in front of renamed objects and columns that are printed */
};

/* out gets the new list, parsed again: it makes 'to', or FLASH_EBUG. Untouched files are shared. */
int splice_files(const struct splice *s, struct arena *perm, struct workfiles *out,
    struct schema **parsed, struct flash_error *err);

#endif

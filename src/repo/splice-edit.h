#ifndef REPO_SPLICE_EDIT_H
#define REPO_SPLICE_EDIT_H

/* Edits of a list of files: replaced and removed ranges, texts put in, applied all at once. Part of
 * splice.c. */

#include "base/map.h"
#include "repo/workfiles.h"

struct dialect;

struct splice_edit {
    size_t start, end; /* equal: text is put in here */
    struct flash_str text;
    size_t seq;
};

struct splice_file {
    struct workfile file;
    VEC(struct splice_edit) edits;
    bool shortened;    /* something was deleted: goes when no statement is left */
    bool looked, open; /* whether its last statement lacks a semicolon, once looked at */
    size_t last;       /* byte behind its last token */
};

struct splice_edits {
    struct arena *arena;
    const struct dialect *dialect;
    VEC(struct splice_file) files;
    struct map by_path; /* to file number + 1 */
    struct map by_src;
    size_t seq;
};

/* files have their bytes and sources. */
void splice_edits_init(struct splice_edits *e, const struct workfiles *files,
    const struct dialect *d, struct arena *a);
/* -1 = no such file. */
int splice_file_of(const struct splice_edits *e, const struct source *src);
int splice_file_at(const struct splice_edits *e, struct flash_str path);
int splice_file_new(struct splice_edits *e, struct flash_str path);
void splice_replace(
    struct splice_edits *e, int file, size_t start, size_t end, struct flash_str text);
/* With the rest of its line, and one of two blank lines that would meet. */
void splice_delete(struct splice_edits *e, int file, size_t start, size_t end);
/* A statement behind the one that ends at 'at', or at the end of the file (SIZE_MAX). */
void splice_insert(struct splice_edits *e, int file, size_t at, struct flash_str text);
/* Carries it out. Untouched files are shared, emptied ones left out; the list is by path. */
void splice_apply(struct splice_edits *e, const struct workfiles *files, struct workfiles *out);

#endif

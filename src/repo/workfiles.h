#ifndef REPO_WORKFILES_H
#define REPO_WORKFILES_H

/*
 * The working files: every *.sql below schema.files, in byte order of path. Links are not followed,
 * sizes and counts are bounded. Files that .flash/cache/files knows as unchanged (size, time,
 * inode) are not read.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/source.h"
#include "base/vec.h"
#include "objects/store/tree.h"
#include "schema/schema.h"

struct dialect;
struct flash_error;
struct read_report;
struct repo;

struct workfile {
    struct flash_str path; /* relative to schema.files */
    struct oid id;         /* git blob OID of the bytes */
    uint64_t size, inode;
    int64_t mtime_ns;
    struct flash_str bytes; /* ptr NULL = not read yet (workfiles_bytes) */
    struct source *src;     /* after a parse, with what was found: */
    uint32_t statements, row_statements, ignored, other;
    uint64_t rows;
    bool cached; /* id comes from the cache */
};
struct workfiles {
    const char
        *folder; /* schema.files, as shown in messages: "db/schema"; "" = paths stand alone */
    struct store *store; /* bytes come from here, else from below dirfd; borrowed */
    int dirfd;
    int64_t listed_ns; /* before the folder was listed, by the clock that stamps files */
    struct workfile *items;
    size_t len, cap;
};

/* Lists and identifies all. A missing folder is an empty list. FLASH_ETOOBIG, FLASH_EIO. */
int workfiles_list(struct repo *r, struct arena *a, struct workfiles *out, struct flash_error *err);
/* The same with a cache at hand; NULL = identify every file by its bytes. */
struct filecache;
int workfiles_list_cached(struct repo *r, const struct filecache *cache, struct arena *a,
    struct workfiles *out, struct flash_error *err);
/* Reads what has no bytes yet; ids follow the bytes. */
int workfiles_load(struct workfiles *wf, struct arena *a, struct flash_error *err);
int workfile_load(
    const struct workfiles *wf, struct workfile *f, struct arena *a, struct flash_error *err);
/* All files of a list parsed into one frozen schema. Syntax and model errors: diags, and
 * FLASH_ESYNTAX. */
int workfiles_parse(struct workfiles *wf, const struct dialect *d, struct arena *a,
    struct schema **out, struct read_report *report, struct diags *diags, struct flash_error *err);
/* The same for a part of the files: names that are not there are not missed. */
int workfiles_parse_part(struct workfiles *wf, const struct dialect *d, struct arena *a,
    struct schema **out, struct diags *diags, struct flash_error *err);
/* Adds what one parsed file held. */
void workfile_report(const struct workfile *f, struct read_report *sum);
/* list, load, parse in one. */
int workfiles_read(struct repo *r, struct arena *a, struct workfiles *wf, struct schema **out,
    struct read_report *report, struct diags *diags, struct flash_error *err);

/* The same from elsewhere: any folder or single file (endpoints), text at hand, the files/ tree of
 * a commit. The first two leave the ids of single files and of text unset. */
int workfiles_from_path(int dirfd, const char *path, const char *suffix, struct arena *a,
    struct workfiles *out, struct flash_error *err);
void workfiles_from_text(
    struct flash_str name, struct flash_str text, struct arena *a, struct workfiles *out);
int workfiles_from_commit(struct store *s, const struct oid *commit, const char *folder,
    struct arena *a, struct workfiles *out, struct flash_error *err);

const struct workfile *workfiles_find(const struct workfiles *wf, struct flash_str path);
/* How many of 'to' are new or others than in 'from'. */
size_t workfiles_changed(const struct workfiles *from, const struct workfiles *to);
/* The OID that files/ has or would have in a commit. */
int workfiles_oid(
    const struct workfiles *wf, struct arena scratch, struct oid *out, struct flash_error *err);

/*
 * Makes the working folder hold exactly these files: writes what differs, removes what 'to' lacks
 * and 'from' had (files known to neither are left alone), prunes empty folders. from NULL = nothing
 * is removed. Every write replaces a file whole; a kill in between leaves a mix that running it
 * again completes.
 */
int workfiles_write(struct repo *r, const struct workfiles *from, const struct workfiles *to,
    struct arena scratch, struct flash_error *err);

#endif

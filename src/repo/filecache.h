#ifndef REPO_FILECACHE_H
#define REPO_FILECACHE_H

/*
 * .flash/cache/files: what git's index is to git. For each working file its stat data and blob OID,
 * and which objects its statements make; for each object the OID of its blob. Derived: missing,
 * damaged or of another version it is empty, and everything is read. Keyed by SHA-1 since text may
 * come from strangers.
 */

#include "repo/workfiles.h"

struct filecache_file {
    struct flash_str path;
    struct oid id;
    uint64_t size, inode;
    int64_t mtime_ns;
    const uint32_t *objects; /* positions in filecache.objects */
    uint32_t nobjects;
    bool simple; /* only CREATE statements and what a schema ignores */
    uint32_t statements, row_statements, ignored, other;
    uint64_t rows;
};
struct filecache_object {
    struct flash_str path; /* "main/tables/users.sql" */
    struct oid id;
    const uint64_t
        *names; /* hashes of its own key and of its indexes', which share a space of names */
    uint32_t nnames;
};
struct filecache {
    struct filecache_file *files; /* by path */
    size_t nfiles;
    struct filecache_object *objects; /* by path */
    size_t nobjects;
    struct oid schema; /* OID of schema/ that all files make; zero = the cache is empty */
    struct oid tree;   /* OID of files/ */
    int64_t listed_ns; /* files changed at or after this moment are not trusted */
};

/* Never fails: a file that cannot be used is an empty cache. */
void filecache_read(struct repo *r, struct arena *a, struct filecache *out);
int filecache_write(
    struct repo *r, const struct filecache *c, struct arena scratch, struct flash_error *err);
/* What a whole read without errors found. entries: of the schema, by path. */
void filecache_from(const struct workfiles *wf, const struct schema *s,
    const struct tree_list *entries, const struct oid *schema, const struct oid *tree,
    struct arena *a, struct filecache *out);
/* Makes c->files of parsed files; c->objects is there and has their objects. */
void filecache_fill_files(
    struct filecache *c, const struct workfiles *wf, const struct schema *s, struct arena *a);
/* What is known of one object of a schema. */
void filecache_object_from(
    struct filecache_object *out, const struct object *o, const struct oid *id, struct arena *a);
/* Position of an object, -1 = not there. */
int filecache_position(const struct filecache *c, struct flash_str path);
/* True when size, time and inode say that the file is the one that was hashed. */
bool filecache_fresh(
    const struct filecache *c, const struct filecache_file *f, const struct workfile *now);
const struct filecache_file *filecache_file(const struct filecache *c, struct flash_str path);

/* Nanoseconds since 1970 on the clock that stamps files. */
int64_t filecache_now(void);

#endif

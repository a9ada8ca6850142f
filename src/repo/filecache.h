#ifndef REPO_FILECACHE_H
#define REPO_FILECACHE_H

/*
 * .flash/cache/files: what git's index is to git. For each working file its stat data and blob OID,
 * and which objects its statements make; for each object the OID of its blob. Derived: missing,
 * damaged or of another version it is empty, and everything is read. Keyed by SHA-1 since text may
 * come from strangers.
 */

#include "base/file.h"
#include "repo/workfiles.h"

struct filecache_file {
    struct flash_str path;
    struct oid id;
    uint64_t size, inode;
    int64_t mtime_ns;
    uint32_t *objects; /* positions in filecache.objects, sorted */
    uint32_t nobjects;
    bool simple; /* only CREATE statements and what a schema ignores */
};
struct filecache_object {
    struct flash_str path; /* "main/tables/users.sql" */
    struct oid id;
};
struct filecache {
    struct filecache_file *files;
    size_t nfiles;
    struct filecache_object *objects;
    size_t nobjects;
    struct oid schema;  /* of all of them together */
    int64_t written_ns; /* files changed at or after this moment are not trusted ("racily clean") */
};

/* Never fails: a bad file is an empty cache. */
void filecache_read(struct repo *r, struct arena *a, struct filecache *out);
/* Records a read that had no errors. Failing to write is no error of the command (returned for the
 * trace). */
int filecache_write(struct repo *r, const struct workfiles *wf, const struct schema *s,
    struct arena scratch, struct flash_error *err);
/* True when size, time and inode say that the file is the one that was hashed. */
bool filecache_fresh(
    const struct filecache *c, const struct filecache_file *f, const struct file_entry *e);

#endif

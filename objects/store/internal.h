#ifndef OBJECTS_INTERNAL_H
#define OBJECTS_INTERNAL_H

/* What the files of objects/ know of a store and nobody else does. No .c of its own: store.c makes
 * and frees it. */

#include "base/lock.h"
#include "objects/store/libgit.h"
#include "objects/store/store.h"

struct store {
    git_repository *repo;
    git_odb *odb;
    char *dir;     /* the folder that holds .git, absolute or as it was given */
    char *git_dir; /* dir/.git */
    int git_fd;    /* opened folder .git: files of ours are named relative to it */
    char id[33];
    enum store_flags flags;
    struct lock lock;
    unsigned lock_depth;
    char *who_name, *who_email; /* of signature_default, once asked */
    struct arena perm;          /* the store's own small things */
    /* A stack: who keeps something in it over a call that takes the store allocates from &scratch
     * itself and puts the old value back at the end; a function at the leaves may use a copy. */
    struct arena scratch;
};

#define STORE_LOG_MAX ((size_t)256 << 20) /* one reflog */

/* One object, its bytes borrowed from libgit2 (no copy) until store_object_free. */
struct store_object {
    git_odb_object *object;
    struct flash_str bytes;
    enum object_type type;
};
/* As store_read; want 0 = any type. */
int store_object_open(struct store *s, const struct oid *id, int want, size_t max,
    struct store_object *out, struct flash_error *err);
void store_object_free(struct store_object *o);
/* Type without the bytes. FLASH_ENOTFOUND. */
int store_object_type(
    struct store *s, const struct oid *id, enum object_type *out, struct flash_error *err);

/* Looks at the objects folder anew: libgit2 keeps packs in its list that are gone. */
int store_reload(struct store *s, struct flash_error *err);

const char *object_type_name(enum object_type type);

/* FLASH_EBUG without the lock, FLASH_EACCESS for a store that was opened for reading. */
int store_check_writable(const struct store *s, struct flash_error *err);

#endif

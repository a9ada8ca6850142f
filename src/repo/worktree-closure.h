#ifndef REPO_WORKTREE_CLOSURE_H
#define REPO_WORKTREE_CLOSURE_H

/* The set of files that a partial read of the working files opens, grown until it holds all that
 * what changed mentions and all that mentions it. Part of worktree-partial.c. */

#include "base/map.h"
#include "repo/worktree.h"

struct closure {
    struct worktree *tree;
    struct arena *arena;
    int32_t *cache_of;  /* for each working file its place in the cache, -1 = new there */
    bool *file_read;    /* for each working file: it is parsed */
    bool *file_changed; /* its bytes are not those of the cache */
    bool *object_read;  /* for each object of the cache: all its files are parsed, or gone */
    uint32_t *makers, *makers_at; /* for each object of the cache its working files: CSR */
    size_t nchanged, nwanted;     /* files that changed or went; files to be parsed */
    struct map objects_by_name;   /* hash of a key to a list of objects of the cache */
    struct workfiles parsed;      /* the files of the last parse, by path */
    struct schema *schema;        /* of the last parse */
    struct map judged; /* objects of 'schema' that must be right: changed, or touched by a change */
};

/* False when the cache cannot serve. */
bool closure_start(struct closure *x, struct worktree *w, struct arena *a);
void closure_want(struct closure *x, uint32_t object);
/* False on any problem in the files. */
bool closure_parse(struct closure *x);
/* Adds what the last parse asks for; *more says whether there was anything. FLASH_ENOTFOUND: an
 * object that the store does not have. */
int closure_grow(struct closure *x, struct arena scratch, bool *more, struct flash_error *err);
/* Whether o is as the cache has it. */
bool closure_known(const struct closure *x, const struct object *o);
bool closure_is_judged(const struct closure *x, const struct object *o);
/* A key for maps made of a hash. */
struct flash_str closure_hash_key(const struct closure *x, uint64_t hash);

#endif

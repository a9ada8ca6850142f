#ifndef REPO_REFSCACHE_H
#define REPO_REFSCACHE_H

/*
 * .flash/cache/refs: for each blob OID the names that its object mentions, as hashes: a name that
 * collides opens one blob too many, never one too few. Append-only and mapped; missing, cut or
 * damaged it is made again from the blobs.
 */

#include "objects/store/tree.h"
#include "repo/repo.h"

struct refscache;
struct schema;

/* Maps the file; an unusable one is an empty cache. */
int refscache_open(
    struct repo *r, struct arena *a, struct refscache **out, struct flash_error *err);
void refscache_close(struct refscache *c);
/* What a schema's objects mention, by the ids of their blobs; only what is new is appended. A
 * failure to write is no error of the command. */
int refscache_add(struct refscache *c, const struct schema *s, const struct tree_list *entries,
    struct flash_error *err);
/* Entries of the list whose objects mention any of the names (keys of relations). Blobs that the
 * cache lacks are opened and remembered. Entries' ids decide. */
int refscache_dependants(struct refscache *c, struct store *s, const struct tree_list *entries,
    const struct flash_str *names, size_t nnames, struct arena *a, struct arena scratch,
    struct tree_list *out, struct flash_error *err);

#endif

#ifndef REPO_REFSCACHE_H
#define REPO_REFSCACHE_H

/*
 * .flash/cache/refs: for each blob OID the names that its object mentions, as hashes: a name that
 * collides opens one blob too many, never one too few. Append-only and mapped; missing, cut or
 * damaged it is made again from the blobs.
 */

#include "objects/store/tree.h"
#include "repo/repo.h"

struct dialect;
struct refscache;
struct schema;

/* Maps the file; an unusable one is an empty cache. */
struct refscache *refscache_open(struct repo *r, struct arena *a);
/* Appends what was learned (a failure to write is no failure of the command) and unmaps. NULL is
 * fine. */
void refscache_close(struct refscache *c);
/* What the objects of a frozen schema mention, by the ids of their blobs (entries of the schema, by
 * path). */
void refscache_add(struct refscache *c, const struct schema *s, const struct tree_list *entries);
/*
 * Entries whose objects mention any of the names (keys of relations and indexes). Blobs that the
 * cache lacks are opened and remembered; FLASH_ENOTFOUND when the store lacks one. out shares the
 * entries' texts.
 */
int refscache_dependants(struct refscache *c, struct store *s, const struct dialect *d,
    const struct tree_list *entries, const struct flash_str *names, size_t nnames, struct arena *a,
    struct arena scratch, struct tree_list *out, struct flash_error *err);

#endif

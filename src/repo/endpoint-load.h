#ifndef REPO_ENDPOINT_LOAD_H
#define REPO_ENDPOINT_LOAD_H

/* Reading what an endpoint names (part of endpoint.h, which includes this). */

#include "base/arena.h"

struct endpoint;
struct endpoint_context;
struct flash_error;

/* Reads the schema. FLASH_ESYNTAX with c->diags filled; adapter errors; FLASH_ECORRUPT. Does
 * nothing when it is there. */
int endpoint_load(const struct endpoint_context *c, struct endpoint *e, struct arena *a,
    struct arena scratch, struct flash_error *err);
/* Parse and load of '@db': the default target, or the one that the context names. */
int endpoint_load_db(const struct endpoint_context *c, struct arena *a, struct arena scratch,
    struct endpoint *out, struct flash_error *err);
/* schema_oid, which loading alone does not compute: of a commit without opening blobs, else
 * loads. */
int endpoint_oid(const struct endpoint_context *c, struct endpoint *e, struct arena *a,
    struct arena scratch, struct flash_error *err);
/* Both of a diff; two commits open only what differs (and its dependants with ENDPOINT_DEPENDANTS).
 * FLASH_EINVALID for two dialects. */
enum endpoint_pair_flags { ENDPOINT_DEPENDANTS = 1 << 0 };
int endpoint_load_pair(const struct endpoint_context *c, struct endpoint *from, struct endpoint *to,
    enum endpoint_pair_flags flags, struct arena *a, struct arena scratch, struct flash_error *err);

#endif

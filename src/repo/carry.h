#ifndef REPO_CARRY_H
#define REPO_CARRY_H

/* Taking uncommitted changes along, object by object: what one side alone changed is its; what both
 * changed differently cannot be carried. */

#include "repo/mover.h"

/* base, ours and theirs to one schema, frozen, in a. FLASH_EREFUSED names what both changed, or
 * what does not fit together. */
int carry_schemas(const struct dialect *d, const struct schema *base, const struct schema *ours,
    const struct schema *theirs, struct arena *a, struct schema **out, struct flash_error *err);

/* The drift of a database (what it is against what its record says) on top of m->to, which is
 * replaced. The record's schema must be in the store. */
int carry_drift(struct mover *m, struct flash_error *err);

/* A schema of the canonical texts of these objects. Names the objects when they do not fit
 * together. */
int carry_assemble(const struct dialect *d, const struct object *const *objects, size_t n,
    struct arena *a, struct schema **out, struct flash_error *err);

#endif

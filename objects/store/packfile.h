#ifndef OBJECTS_PACKFILE_H
#define OBJECTS_PACKFILE_H

/*
 * One pack file of whole objects (zlib level 1, no deltas), streamed into libgit2's indexer, which
 * checks it, makes its index, syncs both and moves them into objects/pack. Nothing is visible
 * before finish.
 */

#include "objects/store/internal.h"

struct store_pack;

/* count objects will follow, exactly. */
int store_pack_begin(struct store *s, size_t count, struct arena *a, struct store_pack **out,
    struct flash_error *err);
int store_pack_add(
    struct store_pack *p, enum object_type type, struct flash_str bytes, struct flash_error *err);
/* Frees p either way. name (may be NULL) gets the 40 digits of "pack-<name>.pack". */
int store_pack_finish(struct store_pack *p, char name[OID_HEX + 1], struct flash_error *err);
void store_pack_abort(struct store_pack *p);

#endif

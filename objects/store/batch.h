#ifndef OBJECTS_BATCH_H
#define OBJECTS_BATCH_H

/*
 * New objects of one command, written together: up to BATCH_LOOSE of them loose, more as one pack
 * of our own bytes (zlib 1, no deltas) through git_odb_write_pack. Objects that the store has are
 * left out. Nothing is visible before batch_write returned 0.
 */

#include "objects/store/store.h"

#define BATCH_LOOSE 100

struct batch;

struct batch *batch_new(struct store *s, struct arena *a);
/* Computes the id; bytes must stay until batch_write. */
void batch_add(struct batch *b, enum object_type type, struct flash_str bytes, struct oid *out);
/* The same for bytes that were hashed already: id is what oid_of makes of them. */
void batch_add_hashed(
    struct batch *b, enum object_type type, struct flash_str bytes, const struct oid *id);
/* The batch is empty afterwards, either way. */
int batch_write(struct batch *b, struct flash_error *err);
size_t batch_count(const struct batch *b);
struct store *batch_store(const struct batch *b);
/* Of an object added since the last batch_write. */
bool batch_find_type(const struct batch *b, const struct oid *id, enum object_type *out);

#endif

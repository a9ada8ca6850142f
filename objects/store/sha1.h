#ifndef OBJECTS_SHA1_H
#define OBJECTS_SHA1_H

/* Plain SHA-1 (FIPS 180-4), only for the checksum at the end of a pack file. Names of objects never
 * come from here: those pass libgit2's collision-detecting one (oid_of). */

#include <stddef.h>
#include <stdint.h>

struct store_sha1 {
    uint32_t h[5];
    uint64_t total;
    unsigned char block[64];
};

void store_sha1_init(struct store_sha1 *c);
void store_sha1_update(struct store_sha1 *c, const void *bytes, size_t n);
void store_sha1_final(struct store_sha1 *c, unsigned char out[20]);

#endif

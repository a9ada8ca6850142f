#ifndef REPO_BYTES_H
#define REPO_BYTES_H

/* Numbers, ids and texts as bytes of the cache files, little end first. Reading past the end or a
 * count that cannot be sets 'bad' and gives zeros: callers look once, at the end. */

#include "base/strbuf.h"
#include "objects/store/oid.h"

struct bytes_in {
    struct flash_str text;
    size_t at;
    bool bad;
};

uint64_t bytes_get_u64(struct bytes_in *in);
uint32_t bytes_get_u32(struct bytes_in *in);
void bytes_get_oid(struct bytes_in *in, struct oid *out);
struct flash_str bytes_get_str(struct bytes_in *in); /* borrowed from the text */
/* A number of items of at least item_size bytes each: 0 and bad when the text is too short for
 * them. */
uint32_t bytes_get_count(struct bytes_in *in, size_t item_size);

void bytes_put_u64(struct strbuf *b, uint64_t v);
void bytes_put_u32(struct strbuf *b, uint32_t v);
void bytes_put_oid(struct strbuf *b, const struct oid *id);
void bytes_put_str(struct strbuf *b, struct flash_str s);
void bytes_set_u64(char *at, uint64_t v);

#endif

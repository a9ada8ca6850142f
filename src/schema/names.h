#ifndef SCHEMA_NAMES_H
#define SCHEMA_NAMES_H

/*
 * A name is what the author wrote and the key by which the engine finds it. Keys compare by
 * pointer; the dialect folds them. key NULL = no name (an unnamed constraint, a clause that is not
 * there).
 */

#include <stdbool.h>

#include "base/intern.h"
#include "base/strbuf.h"

struct name {
    struct flash_str spelling;
    const struct symbol *key;
};

struct name_list {
    struct name *items;
    size_t len;
};

static inline bool name_is_set(struct name n)
{
    return n.key != NULL;
}
static inline bool name_eq(struct name a, struct name b)
{
    return a.key == b.key;
}

/* One component of a path in the tree: everything outside [a-z0-9_-] percent-encoded, names that
 * Windows reserves prefixed, over 200 bytes cut with a hash suffix (DESIGN 4). */
void name_encode(struct strbuf *out, struct flash_str key);
/* Back; false for what name_encode never writes. A cut name cannot be decoded: its text has it. */
bool name_decode(struct strbuf *out, struct flash_str component);

#endif

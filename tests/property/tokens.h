#ifndef TESTS_PROPERTY_TOKENS_H
#define TESTS_PROPERTY_TOKENS_H

#include <stdbool.h>

#include "base/vec.h"

/* Words and names in lower case and without quotes, numbers by value, comments left out. */
struct tok {
    struct flash_str text;
    bool quoted; /* a name in quotes: no keyword */
    char quote;
};
struct toks {
    VEC(struct tok) list;
};

void g_tokens(struct flash_str sql, struct arena *a, struct toks *out);

#endif

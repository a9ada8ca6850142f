#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

/* "did you mean": the nearest of many names, if any is near. */

#include "flash/str.h"

struct suggestion {
    struct flash_str word;
    const char *name; /* NULL = none is near */
    unsigned distance;
};

struct suggestion suggest_for(struct flash_str word);
/* name is borrowed. A name that word is the start of is near, however long it is. */
void suggest_try(struct suggestion *s, const char *name);

#endif

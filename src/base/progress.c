#include "base/progress.h"

#include <stddef.h>

void progress_update(const struct progress *p, const char *what, uint64_t done, uint64_t total)
{
    if (p && p->update)
        p->update(p->payload, what, done, total);
}

#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

/* Long work tells how far it is; who shows it (a terminal, nobody) is set by the caller. */

#include <stdint.h>

struct progress {
    void (*update)(void *payload, const char *what, uint64_t done, uint64_t total);
    void *payload;
};

/* NULL p is allowed; total 0 = unknown. */
void progress_update(const struct progress *p, const char *what, uint64_t done, uint64_t total);

#endif

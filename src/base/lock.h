#ifndef BASE_LOCK_H
#define BASE_LOCK_H

/* An advisory flock on a file of ours. It dies with the process. The file holds "<pid> <command>"
 * of the holder, for the message of who waits. */

#include "base/error.h"

struct lock {
    int fd; /* -1 = not held */
};

#define LOCK_NONE ((struct lock){-1})

/* Waits up to timeout_ms (polling), telling the waiter once through notify (may be NULL) who
 * holds it. FLASH_ELOCKED names pid and command. */
int lock_take(struct lock *l, int dirfd, const char *path, const char *command, unsigned timeout_ms,
    void (*notify)(void *payload, const char *holder), void *payload, struct flash_error *err);
void lock_release(struct lock *l);

#endif

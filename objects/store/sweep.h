#ifndef OBJECTS_SWEEP_H
#define OBJECTS_SWEEP_H

/* Removing what killed programs left in a store. */

#include <stddef.h>

struct store;

/* *.lock files of refs, HEAD, packed-refs and config that are older than 10 minutes (younger ones
 * can be a live git's). Needs the store's lock. A failure is traced only: whoever meets the lock
 * reports it. */
void store_sweep_locks(struct store *s);
/* Temporary files in objects/ older than a day; returns how many. */
size_t store_sweep_temp(struct store *s);

#endif

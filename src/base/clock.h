#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

/* Time. FLASH_CLOCK (seconds since 1970) freezes the wall clock for golden tests: each call then
 * returns the same second. */

#include <stdint.h>

#include "base/arena.h"

int64_t clock_now(void);      /* wall clock, seconds, UTC */
int64_t clock_files(void);    /* the clock that stamps files: never frozen; for ages of files */
int clock_offset_min(void);   /* local zone, minutes east; 0 when frozen */
uint64_t clock_mono_us(void); /* for spans and time-outs */
/* "2026-11-23T10:00:00Z" */
struct flash_str clock_iso(struct arena *a, int64_t t);
/* git's default form: "Mon Nov 23 10:00:00 2026 +0100" */
struct flash_str clock_git(struct arena *a, int64_t t, int offset_min);
void clock_sleep_ms(unsigned ms);

#endif

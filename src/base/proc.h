#ifndef BASE_PROC_H
#define BASE_PROC_H

/* Environment, users and child processes: the seam that tests replace. */

#include <stdbool.h>

#include "base/arena.h"

const char *proc_getenv(const char *name); /* NULL when unset or empty, or when setuid */
const char *proc_getenv_raw(const char *name);
const char *proc_user(struct arena *a); /* login name, else the uid */
const char *proc_host(struct arena *a);
bool proc_is_tty(int fd);
unsigned proc_columns(int fd); /* 80 where unknown */
/* 128 random bits. FLASH_RANDOM_SEED makes them repeatable (tests). */
int proc_random(unsigned char out[16], struct flash_error *err);

/* Runs argv without a shell, standard error passed through, standard output captured up to max.
 * *status gets the exit status. FLASH_ENOTFOUND when there is no such program. */
int proc_capture(const char *const argv[], const char *cwd, struct flash_str input, size_t max,
    struct arena *a, struct flash_str *out, int *status, struct flash_error *err);

#endif

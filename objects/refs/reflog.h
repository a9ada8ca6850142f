#ifndef OBJECTS_REFLOG_H
#define OBJECTS_REFLOG_H

/* Files below .git/logs (reflog_read of refs.h). */

#include <stdbool.h>
#include <stdint.h>

#include "flash/str.h"

struct arena;
struct flash_error;
struct reflog_entry;
struct store;

/* "logs/<ref>" */
const char *reflog_path(struct arena *a, const char *ref);
/* Size in bytes, 0 when there is none. A last line without its end, from a crash while it was
 * appended, is cut off first. */
int reflog_mend(struct store *s, const char *ref, int64_t *size, struct flash_error *err);
/* One line without its end. False when it is none. */
bool reflog_parse_line(struct flash_str line, struct reflog_entry *out);

#endif

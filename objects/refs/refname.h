#ifndef OBJECTS_REFNAME_H
#define OBJECTS_REFNAME_H

/* Names of refs: which are allowed (ref_name_valid of refs.h), and which stand in each other's way.
 */

#include "flash/str.h"

struct arena;
struct flash_error;
struct store;

/* The name as a C string in buf; FLASH_EINVALID when git would not have it. */
#define REF_NAME_MAX 1024
int ref_name_check(const char *name, struct flash_error *err);
/* A ref is a file: 'a' and 'a/b' cannot both be. FLASH_EEXISTS names the one in the way; leaving
 * (may be NULL) does not count, because it is about to go. */
int ref_name_free(struct store *s, const char *name, const char *leaving, struct flash_error *err);

#endif

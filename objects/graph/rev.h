#ifndef OBJECTS_REV_H
#define OBJECTS_REV_H

/* Names of revisions (part of graph.h, which includes this). */

#include <stdbool.h>

#include "flash/str.h"
#include "objects/store/oid.h"

struct arena;
struct flash_error;
struct store;

/* git's revision grammar: names, HEAD (also @), ~n, ^n, @{n}, @{time}, @{-n}, :/text, ^{},
 * ^{/text}, abbreviated ids (>= 4 digits), describe output. Resolves to a commit (tags peeled).
 * FLASH_ENOTFOUND (message names the nearest ref), FLASH_EAMBIGUOUS (detail lists the candidates),
 * FLASH_EINVALID for what is no revision or no commit. */
int rev_parse(struct store *s, struct flash_str rev, struct oid *out, struct flash_error *err);
/* The full ref name that a word resolves through ("refs/heads/main"), empty when it is none. HEAD
 * gives its branch. */
int rev_ref_name(struct store *s, struct flash_str rev, struct arena *a, struct flash_str *out,
    struct flash_error *err);
/* Shortest unique prefix of id, at least 7. */
struct flash_str oid_abbrev(struct store *s, const struct oid *id, struct arena *a);

#endif

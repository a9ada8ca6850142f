#ifndef OBJECTS_REVNAME_H
#define OBJECTS_REVNAME_H

/* Why a revision was not found, said so that the user sees the way on. */

#include "flash/str.h"

struct arena;
struct flash_error;
struct store;

/* Length of the name in front of ~ ^ @{ : in a revision. */
size_t rev_base_len(struct flash_str rev);
/* FLASH_ENOTFOUND with the nearest name, or with how far the history goes. */
int rev_not_found(struct store *s, struct flash_str rev, struct flash_error *err);
/* FLASH_EAMBIGUOUS with the objects that begin so. */
int rev_ambiguous(struct store *s, struct flash_str rev, struct flash_error *err);

#endif

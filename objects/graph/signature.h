#ifndef OBJECTS_SIGNATURE_H
#define OBJECTS_SIGNATURE_H

/* "Name <email> 1767225600 +0100": reading, writing, and who the user is (signature_default of
 * commit.h). */

#include "base/strbuf.h"
#include "objects/graph/commit.h"

/* Borrows from s. False when there is no "<...>". A missing or odd time reads as 0, as git does. */
bool signature_parse(struct flash_str s, struct signature *out);
void signature_format(struct strbuf *out, const struct signature *who);
/* FLASH_EINVALID for a name or email that git's format cannot hold. */
int signature_check(const struct signature *who, struct flash_error *err);

#endif

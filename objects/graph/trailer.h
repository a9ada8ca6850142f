#ifndef OBJECTS_TRAILER_H
#define OBJECTS_TRAILER_H

/* The block of "Name: value" lines that ends a message. */

#include <stdbool.h>

#include "flash/str.h"

/* The last paragraph, when it is not the first one and each of its lines is a trailer or the
 * continuation of one (white space in front); empty otherwise, pointing at the message's end. */
struct flash_str commit_trailer_block(struct flash_str message);
/* Takes the next trailer off the block; continuation lines are part of value. */
bool commit_trailer_next(struct flash_str *block, struct flash_str *name, struct flash_str *value);

#endif

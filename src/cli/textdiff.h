#ifndef CLI_TEXTDIFF_H
#define CLI_TEXTDIFF_H

/* The lines in which two texts differ, in the unified form. */

#include "base/arena.h"

struct output;

/* Prints hunks with three lines around them; nothing when the texts are equal. The shortest script
 * as long as it has at most 1,000 edits, else the middle as a whole. */
void textdiff_print(
    struct output *o, struct arena scratch, struct flash_str from, struct flash_str to);

#endif

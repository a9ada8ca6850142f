#ifndef CLI_PROGRESS_TERM_H
#define CLI_PROGRESS_TERM_H

/* Progress as one line on a terminal, from the second half-second of a piece of work on. */

#include "base/progress.h"

struct arena;
struct output;

/* Does nothing when standard error is no terminal or with -q. */
struct progress progress_term(struct output *o, struct arena *a);

#endif

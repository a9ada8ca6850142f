#ifndef CLI_GLOBALS_H
#define CLI_GLOBALS_H

/* Options that every command takes, in front of its name or behind it. */

#include "cli/options.h"

struct global_args {
    struct option_list dirs; /* -C */
    const char *target;
    bool quiet, no_pager, version;
    unsigned verbose;
    int color; /* enum color_when, + 1 */
    bool usage, help;
};

extern const struct option_table global_options;

#endif

#ifndef CLI_CMD_H
#define CLI_CMD_H

/*
 * A command is src/cli/cmd/<name>.c, which exports one const struct cmd, and a row in commands.def.
 * The option table gives parsing, -h, completion and what the man page's OPTIONS is checked
 * against.
 */

#include "cli/cli.h"
#include "cli/options.h"

enum cmd_flags {
    CMD_REPO = 1 << 0,       /* needs a project: cli.repo is set */
    CMD_REPO_MAYBE = 1 << 1, /* uses one where there is one: cli.repo may be NULL */
    CMD_WRITES = 1 << 2,     /* changes something: goes on when nobody reads its output any more */
    CMD_PAGER = 1 << 3,      /* long output goes through the pager on a terminal */
    CMD_HIDDEN = 1 << 4      /* not listed */
};

struct cmd {
    const char *name;
    const char *help;            /* one line, lower case, no full stop */
    const char *const *synopsis; /* lines behind "flash <name> ", NULL at the end */
    struct option_table options;
    size_t args_size; /* of the struct that the table's offsets are in */
    unsigned flags;
    /* args: zeroed, filled from the options. Returns an exit code >= 0, or a negative flash_code
     * with err set. */
    int (*run)(struct cli *c, const void *args, const struct words *words, struct flash_error *err);
};

#endif

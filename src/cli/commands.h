#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

/* The table of commands, from commands.def. */

#include "cli/cmd.h"
#include "cli/suggest.h"

/* NULL past the end. *group gets the heading under which it is listed. */
const struct cmd *command_at(unsigned i, const char **group);
/* NULL when there is none. */
const struct cmd *command_find(struct flash_str name);
struct suggestion command_nearest(struct flash_str name);

#endif

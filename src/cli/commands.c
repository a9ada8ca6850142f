#include "cli/commands.h"

#include <stddef.h>

#include "base/str.h"

#define GROUP(text)
#define COMMAND(name) extern const struct cmd cmd_##name;
#include "cli/commands.def"
#undef GROUP
#undef COMMAND

/* A row is a heading or a command. */
static const struct {
    const char *group;
    const struct cmd *cmd;
} rows[] = {
#define GROUP(text)   {text, NULL},
#define COMMAND(name) {NULL, &cmd_##name},
#include "cli/commands.def"
#undef GROUP
#undef COMMAND
};

const struct cmd *command_at(unsigned i, const char **group)
{
    const char *heading = NULL;

    for (size_t row = 0; row < ARRAY_LEN(rows); row++) {
        if (rows[row].group)
            heading = rows[row].group;
        else if (i-- == 0) {
            if (group)
                *group = heading;
            return rows[row].cmd;
        }
    }
    return NULL;
}

const struct cmd *command_find(struct flash_str name)
{
    for (size_t row = 0; row < ARRAY_LEN(rows); row++)
        if (rows[row].cmd && str_eq(str_from(rows[row].cmd->name), name))
            return rows[row].cmd;
    return NULL;
}

struct suggestion command_nearest(struct flash_str name)
{
    struct suggestion best = suggest_for(name);

    for (size_t row = 0; row < ARRAY_LEN(rows); row++)
        if (rows[row].cmd && !(rows[row].cmd->flags & CMD_HIDDEN))
            suggest_try(&best, rows[row].cmd->name);
    return best;
}

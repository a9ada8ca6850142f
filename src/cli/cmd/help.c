#include "cli/cmd.h"
#include "cli/commands.h"
#include "cli/usage.h"

struct help_args {
    bool dump_options;
};

static const char *const synopsis[] = {"[<command>]", NULL};

static const struct option rows[] = {
    {OPTION_FLAG, 0, "dump-options", NULL, NULL, 0, offsetof(struct help_args, dump_options),
        OPTION_HIDDEN, "print the option tables for programs"},
};

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct help_args *a = args;
    const struct cmd *cmd;
    struct suggestion near;

    if (words->len > 1)
        return error_set(err, FLASH_EUSAGE, "'flash help' takes one command");
    if (a->dump_options) {
        usage_dump(c);
        return EXIT_DONE;
    }
    if (words->len == 0) {
        usage_overview(c);
        return EXIT_DONE;
    }
    cmd = command_find(words->items[0]);
    if (cmd)
        return usage_man(c, cmd);
    error_set(err, FLASH_EUSAGE, "'%.*s' is no flash command", STR_ARG(words->items[0]));
    near = command_nearest(words->items[0]);
    if (near.name)
        error_hint(err, "did you mean 'flash help %s'?", near.name);
    return FLASH_EUSAGE;
}

const struct cmd cmd_help = {
    .name = "help",
    .help = "list the commands, or show the page of one",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct help_args),
    .run = run,
};

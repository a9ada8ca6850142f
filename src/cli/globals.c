#include "cli/globals.h"

static const struct option rows[] = {
    OPT_LIST('C', NULL, struct global_args, dirs, "<dir>", "run as if started in this folder"),
    OPT_TEXT(0, "target", struct global_args, target, "<name>",
        "the database of the configuration to work on"),
    OPT_FLAG(
        'q', "quiet", struct global_args, quiet, "say nothing but errors and what was asked for"),
    OPT_COUNT('v', "verbose", struct global_args, verbose, "say more"),
    OPT_CHOICE(0, "color", struct global_args, color, "auto|always|never",
        "colour (default: on a terminal)"),
    OPT_FLAG(
        0, "no-pager", struct global_args, no_pager, "do not send long output through a pager"),
    OPT_FLAG(0, "version", struct global_args, version, "print the version"),
    OPT_FLAG('h', NULL, struct global_args, usage, "print one screen of help"),
    OPT_FLAG(0, "help", struct global_args, help, "show the man page"),
};

const struct option_table global_options = OPTIONS(rows);

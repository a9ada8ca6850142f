#ifndef CLI_SWITCHING_H
#define CLI_SWITCHING_H

/* What 'checkout' and 'switch' share: one struct of arguments, one run. */

#include "cli/options.h"
#include "repo/checkout.h"

struct cli;
struct flash_error;

struct switching_args {
    const char *create, *force_create;
    bool detach, no_db, carry, discard, dry_run, json;
    int data;
    struct option_list fill, allow;
};

/* Rows that both option tables have. */
#define SWITCHING_OPTIONS                                                                          \
    OPT_FLAG(0, "no-db", struct switching_args, no_db, "leave the database where it is"),          \
        OPT_CHOICE(0, "data", struct switching_args, data, "park|copy|stash|discard",              \
            "what to do with rows that the other side has no place for"),                          \
        OPT_LIST(0, "fill", struct switching_args, fill, "<table>.<column>=<expr>",                \
            "value for rows that would have none"),                                                \
        OPT_LIST(0, "allow", struct switching_args, allow, "<code>",                               \
            "consent to a hazard or to data-loss; may be repeated"),                               \
        OPT_FLAG(0, "carry", struct switching_args, carry, "take uncommitted changes along"),      \
        OPT_FLAG(0, "discard", struct switching_args, discard, "give uncommitted changes up"),     \
        OPT_FLAG(                                                                                  \
            'n', "dry-run", struct switching_args, dry_run, "print what would run, and stop"),     \
        OPT_FLAG(0, "json", struct switching_args, json, "print JSON")

/* rev may be empty with create. */
int switching_run(
    struct cli *c, const struct switching_args *a, struct flash_str rev, struct flash_error *err);

#endif

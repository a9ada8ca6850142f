#ifndef CLI_CLI_H
#define CLI_CLI_H

/* What a running command has at hand. */

#include "base/arena.h"
#include "base/json.h"
#include "base/progress.h"
#include "base/source.h"
#include "cli/output.h"

struct cmd;
struct endpoint;
struct endpoint_context;
struct flash_error;
struct option_list;
struct repo;
struct words;

/* Exit codes (flash(1)). A run function that fails returns a negative flash_code instead. */
enum {
    EXIT_DONE = 0,
    EXIT_DIFFERENT = 1, /* differences, conflicts, a negative answer */
    EXIT_REFUSED = 2,
    EXIT_FAILURE_ = 128,
    EXIT_USAGE = 129
};

struct cli {
    struct arena *perm;   /* lives as long as the command */
    struct arena scratch; /* pass by value */
    struct output *out;
    const struct cmd *cmd;
    const char *target; /* --target; NULL = the default one */
    struct repo *repo;  /* see enum cmd_flags */
    struct diags diags; /* printed when the command ends, errors among them or not */
    struct progress progress;
};

/* 2 for FLASH_EREFUSED, 129 for FLASH_EUSAGE ... */
int cli_exit_code(int flash_code);

/* Opens the project that the working directory is in. */
int cli_open_repo(struct cli *c, struct flash_error *err);
/* Tells a repo that was opened otherwise whose it is. */
void cli_adopt_repo(struct cli *c);
/* What a killed command left is finished or undone, and said; at the start of commands that write.
 */
int cli_recover(struct cli *c, struct flash_error *err);
/* FLASH_EUSAGE unless the number of words is in the range; what: "one branch". */
int cli_check_words(struct cli *c, const struct words *w, size_t least, size_t most,
    const char *what, struct flash_error *err);

/* The context for endpoint words. dialect: value of --dialect or NULL. FLASH_EUSAGE: no such
 * dialect. */
int cli_endpoint_context(
    struct cli *c, const char *dialect, struct endpoint_context *out, struct flash_error *err);

/* The default target's schema, or that of --target's. */
int cli_load_db(struct cli *c, struct endpoint *out, struct flash_error *err);

/* The paragraphs of repeated -m, with an empty line between them. */
struct flash_str cli_message(struct cli *c, const struct option_list *paragraphs);

/* Output for --json: one object with "version": 1 first. */
void cli_json_begin(struct cli *c, struct json *j);
int cli_json_end(struct cli *c, struct json *j, struct flash_error *err);

#endif

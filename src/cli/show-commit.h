#ifndef CLI_SHOW_COMMIT_H
#define CLI_SHOW_COMMIT_H

/* A commit as log and show print it. */

#include "cli/diff-view.h"
#include "repo/history.h"

struct cli;
struct json;

struct show_commit {
    struct store *store;
    const struct history_names *names; /* may be NULL */
    enum diff_format format;           /* of its change; FORMAT_DEFAULT = do not show it */
    bool oneline;
    const struct objglob *objects;
    /* The graph: in front of the first line, behind it, in front of the others; NULL = none. */
    const char *first, *joins, *others;
};

/* The names of refs; a broken one is a warning, the log goes on. */
struct history_names *show_commit_names(struct cli *c);
/* Header, message and change. The graph stands beside header and message only. */
int show_commit_print(struct cli *c, const struct show_commit *s, const struct commit *commit,
    struct flash_error *err);
/* As an object; with FORMAT_JSON as format its changes too. */
int show_commit_json(struct cli *c, const struct show_commit *s, const struct commit *commit,
    bool changes, struct json *j, struct flash_error *err);
/* The change alone, in the format; nothing for a commit that changed no schema. */
int show_commit_change(struct cli *c, const struct show_commit *s, const struct commit *commit,
    struct flash_error *err);

#endif

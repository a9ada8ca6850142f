#ifndef CLI_SHOW_MOVE_H
#define CLI_SHOW_MOVE_H

/* What apply and checkout show of a database's move, before and after. */

#include "cli/options.h"
#include "repo/move.h"

struct cli;
struct json;

/* The whole plan with transaction borders, locks, hazards and hash, on standard output: --dry-run.
 */
int show_move_dry(struct cli *c, const struct move_report *m, struct flash_error *err);
/* The short form in front of a question: statements, what is parked and what is lost. */
void show_move_before(struct cli *c, const struct move_report *m, bool statements);
/* What was done, what is parked and how it comes back. */
void show_move_after(struct cli *c, const struct move_report *m);
void show_move_json(struct json *j, const struct move_report *m);

/* --fill table.column=expr. FLASH_EUSAGE. */
int show_move_fills(struct cli *c, const struct option_list *words, struct fill **fills, size_t *n,
    struct flash_error *err);

/* A change of rows in words: "12 rows, about 3.4 KiB". */
struct flash_str show_rows(struct arena *a, int64_t rows, int64_t bytes);

#endif

#ifndef CLI_TAKE_DB_H
#define CLI_TAKE_DB_H

/* The schema of the project's database, for 'commit --from db' and 'init --from db'. */

#include "repo/endpoint.h"

struct cli;

/* Connects to --target or the default one and reads. */
int take_db_read(struct cli *c, struct endpoint *out, struct flash_error *err);
/* Writes it into a folder without working files, or one whose files say the same already.
 * FLASH_EREFUSED: they say something else. */
int take_db_into_files(struct cli *c, struct flash_error *err);

#endif

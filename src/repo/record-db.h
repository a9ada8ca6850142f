#ifndef REPO_RECORD_DB_H
#define REPO_RECORD_DB_H

/* Commits of what a database holds: its changes are spliced into the working files, and both are
 * recorded. Part of record.c. */

#include "repo/record-work.h"

int record_read_db(struct record *rec, struct flash_error *err);
/* Brings the working files to what is about to be recorded. A kill in between leaves files of both
 * kinds, which the next run takes for what they are. */
int record_write_files(struct record *rec, struct flash_error *err);

#endif

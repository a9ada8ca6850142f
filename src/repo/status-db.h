#ifndef REPO_STATUS_DB_H
#define REPO_STATUS_DB_H

/* The database's part of status: asked now, or remembered. Part of status.c. */

#include "repo/status.h"

/* Problems with the database are a state ('unreachable'), not a failure. */
int status_read_db(struct repo *r, const struct status_options *o, struct diags *diags,
    struct arena *perm, struct arena scratch, struct status *out, struct flash_error *err);

#endif

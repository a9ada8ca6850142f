#ifndef ADAPTER_SQLITE_OPEN_H
#define ADAPTER_SQLITE_OPEN_H

/* Opening a database file, which may be a stranger's, and closing it. */

#include "adapter/sqlite/conn.h"

int sq_open(const char *url, enum adapter_open_flags flags, struct adapter_conn **out,
    struct flash_error *err);
void sq_close(struct adapter_conn *c); /* NULL is fine */
const char *sq_display(const struct adapter_conn *c);

/* The path of "sqlite:dev.db", "sqlite:///srv/dev.db", "sqlite::memory:". FLASH_EINVALID for an
 * empty one. */
int sq_url_path(const char *url, struct arena *a, const char **out, struct flash_error *err);

#endif

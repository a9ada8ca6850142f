#ifndef ADAPTER_SQLITE_CHECK_CATALOGUE_H
#define ADAPTER_SQLITE_CHECK_CATALOGUE_H

/*
 * The model that our parser made of sqlite_schema, held against what SQLite itself made of it (the
 * pragma functions). Asking for every table each time costs seconds at 10,000 tables, so a table
 * whose text, with its indexes, was found right once is not asked for again.
 */

#include "adapter/sqlite/print.h"

/* sources[i] is the text of cat's row i. known: prints of checked texts; new ones are added (arena
 * a). NULL, or FLASH_CHECK_CATALOGUE=always: everything is checked. FLASH_EUNSUPPORTED names the
 * first object that is not the same. */
int check_catalogue(struct adapter_conn *c, const struct catalogue *cat,
    const struct source *sources, const struct schema *s, struct arena *a, struct map *known,
    struct flash_error *err);

#endif

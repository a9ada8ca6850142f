#ifndef DIALECT_SQLITE_DDL_VIRTUAL_H
#define DIALECT_SQLITE_DDL_VIRTUAL_H

/* Virtual tables: which of them are an index over the content of another table. */

#include "dialect/sqlite/ddl-unit.h"

/* An FTS table with content=x holds nothing of its own: dropping it loses nothing. content='' keeps
 * only the index. */
bool virtual_is_external(const struct table *t);
/* Its content table or view; NULL symbol when it has none. */
const struct symbol *virtual_content(const struct table *t);
/* Columns of a virtual table that keeps rows of its own and gives them back; false for others, and
 * for modules that flash does not know. Names live in scratch. */
bool virtual_columns(struct sqd *s, const struct table *t, struct flash_str **names, size_t *n);
/* Its rowid is none of its columns. */
bool virtual_has_rowid(const struct table *t);
/* 'rebuild' of every FTS table over a table whose rows were moved, and of new ones. */
void virtual_rebuild_steps(struct sqd *s);

#endif

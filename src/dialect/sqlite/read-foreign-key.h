#ifndef DIALECT_SQLITE_READ_FOREIGN_KEY_H
#define DIALECT_SQLITE_READ_FOREIGN_KEY_H

/* REFERENCES and FOREIGN KEY. */

#include "dialect/sqlite/reader.h"

/* Behind REFERENCES of a column. NULL after an error. */
struct object *foreign_key_read_references(
    struct reader *r, struct object *table, const struct column *col);
/* Behind FOREIGN. NULL after an error. */
struct object *foreign_key_read(struct reader *r);
/* [NOT] DEFERRABLE [INITIALLY DEFERRED | IMMEDIATE], if it stands here. */
bool foreign_key_accept_deferral(struct cursor *c, uint8_t *out);
/* Of the last foreign key of the table, if there is one. */
void foreign_key_set_last(struct object *table, uint8_t deferral);

#endif

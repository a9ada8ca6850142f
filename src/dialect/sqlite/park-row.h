#ifndef DIALECT_SQLITE_PARK_ROW_H
#define DIALECT_SQLITE_PARK_ROW_H

/* What of a row is put aside, and by what it is known again. */

#include "dialect/sqlite/ddl-unit.h"

/*
 * The columns by which rows of t are known again: the primary key, else a unique constraint without
 * NULL. With u, whose table t is, a column that has values on one side only,
 * or other ones, is no part of it. False
 * when t has no such key.
 */
struct park_key {
    const struct column **columns;
    size_t n;
};
enum park_key_flags {
    PARK_KEY_CONVERTED = 1 << 0 /* a column whose values are converted between the sides will do */
};
bool park_key_of(struct sqd *s, const struct table *t, const struct table_unit *u,
    enum park_key_flags flags, struct park_key *out);
/* ["id"] */
struct flash_str park_key_json(struct sqd *s, const struct park_key *key);

/* SQLite lets NULL into a primary key: such rows are told apart by their rowid, which is then
 * parked too. */
bool park_key_may_be_null(const struct table *t, const struct park_key *key);
#define PARK_ROWID "_flash_rowid"

/* One row of a table and one of a parked table: the same by its key. */
struct park_match {
    struct flash_str left;        /* what stands before names of the table: "o.", "\"t\"." */
    struct flash_str right;       /* and before those of the parked one */
    struct flash_str *left_names; /* of the key's columns */
    struct flash_str *right_names;
    size_t n;
    struct flash_str left_rowid, right_rowid; /* where keys may be NULL; else empty */
};
void park_add_match(struct sqd *s, struct strbuf *out, const struct park_match *m);

/* All that a table stores of a row: not what is computed. */
struct park_row {
    struct flash_str rowid;        /* the rowid where no column is it, and */
    struct flash_str rowid_column; /* its column in a parked table; both may be empty */
    struct flash_str *names;
    size_t n;
    struct flash_str *keys; /* without a rowid of its own: by what a row is found */
    size_t nkeys;
};
/* False for a virtual table whose rows cannot be read, or whose columns flash does not know. */
bool park_row_of(struct sqd *s, const struct table *t, struct park_row *out);
/* ["_flash_rowid","a","b"] */
struct flash_str park_row_json(struct sqd *s, const struct park_row *row);
/* a, b, c; with the prefix before each name ("p."). */
void park_row_add_names(
    struct sqd *s, struct strbuf *out, const struct park_row *row, const char *prefix);

#endif

#ifndef TESTS_PROPERTY_DATABASE_H
#define TESTS_PROPERTY_DATABASE_H

/* SQLite databases through its own library, without flash. */

#include <sqlite3.h>
#include <stdbool.h>

#include "base/vec.h"
#include "rows.h"

struct lines {
    VEC(struct flash_str) list;
};

/* ":memory:" or a file. Anything unexpected ends the program: it is no finding but a broken test.
 */
sqlite3 *db_open(const char *path);
void db_close(sqlite3 *db);
/* FALSE with a message in why. */
bool db_exec(sqlite3 *db, struct flash_str sql, struct arena *a, struct flash_str *why);
void db_must(sqlite3 *db, const char *sql);
void db_copy(const char *from, const char *to);
/* Runs each, failures allowed; returns the number that worked. */
size_t db_try(sqlite3 *db, const struct statements *s);

/* All there is to say about the schema, as sorted lines: pragma functions and normal texts. What is
 * flash's own is left out. */
void db_describe(sqlite3 *db, struct arena *a, struct lines *out);
/* The rows of a query, each as one line, sorted. */
void db_rows(sqlite3 *db, struct flash_str query, struct arena *a, struct lines *out);
/* FALSE: why names the first line that only one has. */
bool lines_equal(
    const struct lines *a, const struct lines *b, struct arena *arena, struct flash_str *why);
int64_t db_int(sqlite3 *db, struct flash_str query, int64_t otherwise);

#endif

#ifndef TESTS_PROPERTY_ORACLE_H
#define TESTS_PROPERTY_ORACLE_H

/* What the database should be after a move from one schema to another, made by SQLite alone. */

#include "database.h"
#include "generate.h"

struct oracle {
    sqlite3 *db;          /* schema 'to', with the rows of 'before' as far as they have a place */
    bool rows_fit;        /* every row could be copied and no foreign key is hurt */
    struct flash_str why; /* else: what SQLite said */
};

/* before: file of a database with schema 'from'. */
void oracle_make(struct oracle *o, const struct g_schema *from, const struct g_schema *to,
    const char *before, uint64_t style, struct arena *a);
void oracle_release(struct oracle *o);

/* Compares what the move should have kept: columns of the same type, new columns by their default,
 * rowids and AUTOINCREMENT counters. */
bool oracle_rows_equal(sqlite3 *got, const struct oracle *o, const struct g_schema *from,
    const struct g_schema *to, const char *before, struct arena *a, struct flash_str *why);
/* Every row of 'was' is in 'got' with every value, in tables whose rows can be told apart in both
 * schemas. */
bool oracle_nothing_lost(sqlite3 *got, const char *was, const struct g_schema *a,
    const struct g_schema *b, struct arena *arena, struct flash_str *why);
/* Statement for statement the same answer, and the same rows in the end. Rows that the move may
 * have converted in its own way are deleted first. Both databases are taken back, but for what
 * follows an ON CONFLICT ROLLBACK. */
bool oracle_probes_equal(sqlite3 *got, const struct oracle *o, const struct g_schema *from,
    const struct g_schema *to, uint64_t seed, struct arena *a, struct flash_str *why);

#endif

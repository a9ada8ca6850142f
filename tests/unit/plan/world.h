#ifndef TESTS_PLAN_WORLD_H
#define TESTS_PLAN_WORLD_H

/*
 * A real SQLite database beside the model, for tests of plans: a plan is made from two texts, run
 * as the adapter runs it, and the database is read back and compared with the target.
 */

#include <sqlite3.h>

#include "dialect/dialect.h"
#include "plan/plan.h"

struct world {
    struct arena arena, scratch;
    sqlite3 *db;
    struct plan plan;    /* the last one */
    const char *problem; /* a test's own note */
};

void world_open(struct world *w);
void world_close(struct world *w);

/* Fails the test when text is no schema. */
struct schema *world_parse(struct world *w, const char *sql);
/* What the database holds, without tables of SQLite, of modules and of flash. */
struct schema *world_read(struct world *w);

/* Statements of the test itself: foreign keys and triggers in force. */
void world_exec(struct world *w, const char *sql);
/* Whether SQLite takes them. */
bool world_accepts(struct world *w, const char *sql);
/* Rows as lines, cells with '|' between; NULL as "NULL", blobs as x'..'. */
const char *world_query(struct world *w, const char *sql);

/* What may be said to a plan in a test. Renames: "users.name>full_name, users>people,
 * @index>other". Fills: "users.age=0". */
struct world_options {
    const char *renames, *fills;
    enum data_mode data;
    unsigned version;
    bool strict_columns;
    bool no_rows; /* has_rows says no */
};
int world_plan(struct world *w, const struct schema *from, const struct schema *to,
    const struct world_options *o, struct flash_error *err);
/* The steps, one on each line, ended by ';'. */
const char *world_steps(struct world *w);
/* Runs w->plan in a transaction as the adapter would; foreign keys must hold afterwards. NULL or
 * what went wrong. */
const char *world_run(struct world *w);
/* Drops parked tables that are empty. */
void world_sweep(struct world *w);
/* From what the database holds to this text: plan, run, sweep, and the database must be the target.
 */
void world_go(struct world *w, const char *to_sql, const struct world_options *o);
/* Fails the test when the database is not this schema (column order aside). */
void world_must_be(struct world *w, const struct schema *to);
void world_parked(struct world *w, struct park_list *out);

#endif

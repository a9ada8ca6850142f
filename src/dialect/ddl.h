#ifndef DIALECT_DDL_H
#define DIALECT_DDL_H

/*
 * From typed changes to statements. The plan (src/plan) decides what and in which order between
 * objects; the dialect knows how its engine does it and what that costs.
 */

#include "schema/change.h"

enum reversible { REVERSIBLE_EXACT, REVERSIBLE_STRUCTURE, REVERSIBLE_NONE };
enum step_kind {
    STEP_DDL,    /* changes the structure */
    STEP_DATA,   /* moves rows (copy of a rebuild, backfill, park, unpark) */
    STEP_SESSION /* settings of the session around others; no part of the checksum's meaning */
};
enum lock_class { LOCK_CLASS_NONE, LOCK_CLASS_SHARE, LOCK_CLASS_WRITE, LOCK_CLASS_EXCLUSIVE };

/* One row of hazards.def that applies to a step. */
struct hazard {
    const char *code;            /* "DS102" */
    struct flash_str text;       /* "drops table users and its rows" */
    const struct object *object; /* whose rows: for counting; may be NULL */
    bool covered; /* the data mode keeps the rows (park, stash, copy) or was told to let them go
                     (discard): no consent needed */
};
struct hazard_list {
    struct hazard *items;
    size_t len, cap;
};

struct step {
    enum step_kind kind;
    struct flash_str sql;        /* one statement, without the semicolon */
    struct flash_str cause;      /* "modify table users: type of column age" */
    const struct object *object; /* top-level object it is about; may be NULL */
    struct hazard_list hazards;
    enum lock_class lock;
    bool rewrites, scans; /* the whole table */
    bool in_transaction;  /* true everywhere on SQLite */
    enum reversible reversible;
};
struct step_list {
    struct step *items;
    size_t len, cap;
};

/* What happens to rows that the target has no place for (DESIGN 10). */
enum data_mode {
    DATA_DROP /* apply: hazards, needs --allow */,
    DATA_PARK,
    DATA_COPY,
    DATA_STASH,
    DATA_DISCARD
};

/*
 * A row of the parking catalogue table '_flash_parked' (created by the first plan that parks; the
 * same columns as here, SQLite's has also seq, the AUTOINCREMENT counter, and parked_at; its n is
 * the key). kind "table": rows of a dropped table, all columns. "column": (key, value) of a dropped
 * column. "value": (key, old value, converted value) of a narrowed type. "counter": the counter of
 * an AUTOINCREMENT that went. "kept": what is left of a column or of values after they came back
 * once (the row is gone, or a constraint said no): never returned by itself again. "done": nothing
 * is in it any more, to be swept.
 */
struct park_entry {
    uint64_t n; /* the rows are in table _flash_parked_<n> */
    struct flash_str kind;
    struct flash_str table;  /* spelling at the time */
    struct flash_str column; /* empty for kind table */
    struct flash_str
        definition; /* canonical text of what went: decides whether it is the same that returns */
    struct flash_str keys;    /* key columns, JSON array of names */
    struct flash_str columns; /* stored columns, JSON array of names */
    struct flash_str branch;  /* it was parked when leaving this branch */
    int64_t rows;
};
struct park_list {
    struct park_entry *items;
    size_t len, cap;
};

struct fill { /* --fill table.column=expr */
    struct flash_str table, column, expr;
};

struct ddl_options {
    unsigned engine_version; /* SQLite: 3040001. 0 = the library's own */
    enum data_mode data;
    const struct park_list *parked; /* what may return; NULL = nothing */
    uint64_t next_park;             /* first free n */
    struct flash_str branch;        /* for the catalogue */
    bool strict_columns;            /* schema.columnOrder = strict: order differences are planned */
    const struct fill *fills;
    size_t nfills;
    /* Live facts, NULL offline: does table (optionally column) hold rows. */
    bool (*has_rows)(void *payload, const struct object *table);
    void *payload;
};

/* A column for which rows would have no value: NOT NULL, no default, no --fill. Asked before
 * anything starts. */
struct fill_need {
    const struct object *table;  /* of the schema the database is in */
    const struct object *column; /* of the target */
    struct flash_str
        count_sql; /* how many rows have none, asked of the database before the plan runs */
};
struct fill_need_list {
    struct fill_need *items;
    size_t len, cap;
};

/* What the dialect is given and where it writes. Steps of one unit stay together and in order; the
 * plan orders units among each other. */
struct ddl_context {
    const struct schema *from, *to;
    const struct change_list *changes; /* top-level, in canonical order */
    const struct ddl_options *options;
    struct arena *arena;
    struct arena scratch;
};

struct ddl {
    /* Statements around a plan when a person runs it by hand; NULL-terminated, without semicolons.
     */
    const char *const *before, *const *after;
    /* All statements that turn from into to, in an order that works. FLASH_EUNSUPPORTED names the
     * object that cannot be changed exactly ("print it back or refuse"). */
    int (*plan)(struct ddl_context *c, struct step_list *out, struct flash_error *err);
    /* Columns that plan would leave without a value where the count is not 0 (checkout refuses
     * then). */
    void (*needs_fill)(struct ddl_context *c, struct fill_need_list *out);
    /* After a plan with data mode park: drops the tables of entries of kind "done", their catalogue
     * rows, and the catalogue itself when nothing is left. 'parked' is read after the plan ran, in
     * its transaction. */
    void (*sweep)(const struct park_list *parked, struct arena *a, struct step_list *out);
};

#endif

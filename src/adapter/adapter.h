#ifndef ADAPTER_ADAPTER_H
#define ADAPTER_ADAPTER_H

/*
 * A live database. Each engine is one const struct flash_adapter, in a module that is loaded when
 * an url first names its scheme (loader.h). An adapter does I/O and decides nothing: what to run,
 * what to refuse and in which order is decided above.
 *
 * One connection is one session. Only functions between begin and commit write; reading never
 * creates a file, a row or a table.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "dialect/ddl.h"
#include "dialect/dialect.h"

struct flash_error;

#define ADAPTER_ABI 1

struct adapter_conn; /* each adapter's own */

enum adapter_open_flags {
    ADAPTER_READ = 0, /* read-only */
    ADAPTER_WRITE = 1 << 0,
    ADAPTER_CREATE = 1 << 1, /* make a missing SQLite file */
    ADAPTER_BRIEF = 1 << 2 /* reading for a glance: the whole session has 2 s, then FLASH_ELOCKED */
};

enum adapter_caps {
    ADAPTER_TRANSACTIONAL_DDL = 1 << 0,
    ADAPTER_CLONE = 1 << 1,
    ADAPTER_FILE = 1 << 2 /* the database is a file below the project */
};

/* What a read of the schema found besides objects. */
struct adapter_facts {
    unsigned engine_version;     /* SQLite: sqlite3_libversion_number() */
    struct flash_str server;     /* "SQLite 3.40.1" */
    struct flash_str live_print; /* fingerprint of the catalogue's own text, hex */
    struct flash_str identity;   /* server identity; empty where the engine has none */
    size_t objects;
    size_t hidden; /* left out by rule: shadow tables, _flash_*, sqlite_* */
};

/* One row of _flash_migrations (DESIGN 9). Texts may be empty. */
struct ledger_row {
    int64_t id, parent_id;
    struct flash_str name, op; /* op: 32 hex digits */
    struct flash_str from_commit, to_commit, from_schema, to_schema;
    struct flash_str checksum, kind, state;
    int64_t steps_total, steps_done;
    struct flash_str step_hash;
    struct flash_str plan, inverse; /* as stored: zstd */
    struct flash_str tool, who, host, started_at, finished_at, error;
};
struct ledger_rows {
    struct ledger_row *items;
    size_t len, cap;
};

#define LEDGER_FORMAT 1

/* The row of _flash_head. */
struct db_head {
    bool present;
    int64_t format;
    struct flash_str branch, commit, schema, store_id, role, identity;
    struct flash_str live_print, live_version, updated_at;
};

/* A value of a streamed row. */
enum cell_type { CELL_NULL, CELL_INT, CELL_REAL, CELL_TEXT, CELL_BLOB };
struct cell {
    enum cell_type type;
    int64_t i;
    double r;
    struct flash_str s;
};

struct flash_adapter {
    uint32_t abi;               /* ADAPTER_ABI */
    const char *name;           /* "sqlite" */
    const char *const *schemes; /* "sqlite", NULL */
    const char *dialect;        /* dialect_find */
    uint32_t caps;

    /* FLASH_ENOTFOUND no such database; FLASH_EDATABASE not a database, encrypted; FLASH_EACCESS;
     * FLASH_ENEWER. url has no secrets expanded in messages. */
    int (*open)(const char *url, enum adapter_open_flags flags, struct adapter_conn **out,
        struct flash_error *err);
    void (*close)(struct adapter_conn *c);
    /* The url without password, for messages. Borrowed. */
    const char *(*display)(const struct adapter_conn *c);

    /* The schema, frozen. known_prints: fingerprints of texts already checked against the engine's
     * own view (may be NULL); new ones are added to it. In tests FLASH_CHECK_CATALOGUE=always
     * checks all. Works inside and outside of a transaction. Objects that are not understood come
     * as kind other. diags hold warnings. */
    int (*read_schema)(struct adapter_conn *c, struct arena *a, struct map *known_prints,
        struct schema **out, struct adapter_facts *facts, struct diags *diags,
        struct flash_error *err);
    /* Only the facts: cheap, for drift and status. */
    int (*read_facts)(struct adapter_conn *c, struct arena *a, struct adapter_facts *facts,
        struct flash_error *err);

    /* The session that works: takes the engine's lock and opens the transaction where there is one
     * (SQLite: foreign_keys off, BEGIN IMMEDIATE). FLASH_ELOCKED after timeout_ms names who, where
     * the engine tells. */
    int (*begin)(struct adapter_conn *c, unsigned timeout_ms, struct flash_error *err);
    /* FLASH_EDATABASE when the outcome is unknown: look the op up. */
    int (*commit)(struct adapter_conn *c, struct flash_error *err);
    void (*rollback)(struct adapter_conn *c);

    /* One statement. Errors name the statement's place. *changed gets the rows it touched (may be
     * NULL). */
    int (*exec)(
        struct adapter_conn *c, struct flash_str sql, int64_t *changed, struct flash_error *err);
    /* Refuses by name what this process cannot run: functions, collations, modules it lacks
     * (FLASH_EUNSUPPORTED). NULL = all can. */
    int (*check_step)(struct adapter_conn *c, const struct step *step, struct flash_error *err);
    /* Rows to a callback; its non-zero return stops and is returned. Cells are valid during the
     * call. */
    int (*query)(struct adapter_conn *c, struct flash_str sql,
        int (*row)(void *payload, const struct cell *cells, size_t n), void *payload,
        struct flash_error *err);
    /* Inserts rows of cells into a table (stash return). */
    int (*insert)(struct adapter_conn *c, struct flash_str sql, const struct cell *cells, size_t n,
        struct flash_error *err);
    /* Violations in force now that were not there at begin: FLASH_EDATABASE lists the first ones.
     * Before commit. */
    int (*check_integrity)(struct adapter_conn *c, struct arena *a, struct flash_error *err);

    /* Ledger and head; the tables are made by the first write, inside the transaction. */
    int (*head_read)(
        struct adapter_conn *c, struct arena *a, struct db_head *out, struct flash_error *err);
    int (*head_write)(struct adapter_conn *c, const struct db_head *head, struct flash_error *err);
    int (*ledger_read)(struct adapter_conn *c, bool with_plans, struct arena *a,
        struct ledger_rows *out, struct flash_error *err);
    /* The last row only; *found tells. */
    int (*ledger_last)(struct adapter_conn *c, struct arena *a, struct ledger_row *out, bool *found,
        struct flash_error *err);
    int (*ledger_find_id)(struct adapter_conn *c, int64_t id, struct arena *a,
        struct ledger_row *out, bool *found, struct flash_error *err);
    int (*ledger_find_op)(struct adapter_conn *c, struct flash_str op, struct arena *a,
        struct ledger_row *out, bool *found, struct flash_error *err);
    /* id and parent_id are given by the caller. FLASH_ECHANGED when the parent has a child already.
     */
    int (*ledger_append)(
        struct adapter_conn *c, const struct ledger_row *row, struct flash_error *err);

    /* The parking catalogue; missing = empty. */
    int (*park_read)(
        struct adapter_conn *c, struct arena *a, struct park_list *out, struct flash_error *err);

    /* The statement that makes one of flash's own tables as it stands (_flash_parked_3); empty when
     * there is none. */
    int (*own_table_text)(struct adapter_conn *c, struct flash_str name, struct arena *a,
        struct flash_str *out, struct flash_error *err);

    /* Copies the whole database to dest, an url that must not exist. NULL without ADAPTER_CLONE. */
    int (*clone)(struct adapter_conn *c, const char *dest, struct flash_error *err);
    /* Data mode 'copy'; outside of a transaction. Writes the whole database to save_as (an url;
     * replaced whole, complete and synced), then, unless from is NULL, makes the database what from
     * is, in one transaction. FLASH_ECHANGED when somebody wrote in between: nothing has changed
     * then. With from NULL the next begin fails so instead. NULL without ADAPTER_CLONE. */
    int (*swap)(
        struct adapter_conn *c, const char *save_as, const char *from, struct flash_error *err);
};

#endif

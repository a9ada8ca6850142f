#ifndef TESTS_PROPERTY_GENERATE_H
#define TESTS_PROPERTY_GENERATE_H

/*
 * Random SQLite schemas, in a model of their own that shares nothing with flash. A schema is what a
 * row of operations makes of the empty one; each draws from its own numbers, so leaving one out (to
 * shrink a failure) leaves the others what they were. Objects have a number (uid) that survives a
 * rename: so the test knows what is the same on both sides. Plain structs: a copy is an assignment.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "random.h"

#define G_TABLES   7
#define G_COLUMNS  9
#define G_KEYS     3
#define G_UNIQUES  2
#define G_CHECKS   2
#define G_FKS      3
#define G_INDEXES  3
#define G_VIEWS    4
#define G_TRIGGERS 4
#define G_VIRTUALS 2
#define G_NAME     64

/* What an expression says of a column; see write.c. */
#define G_PREDICATES 12
#define G_VALUES     8
#define G_DEFAULTS   10

enum g_type {
    GT_INTEGER,
    GT_TEXT,
    GT_REAL,
    GT_BLOB,
    GT_INT,
    GT_STRICT_COUNT, /* those above are legal in STRICT tables */
    GT_NONE = GT_STRICT_COUNT,
    GT_VARCHAR,
    GT_DECIMAL,
    GT_BOOLEAN,
    GT_BIGINT,
    GT_NUMERIC,
    GT__COUNT
};

enum g_collation { GC_NONE, GC_NOCASE, GC_RTRIM, GC_BINARY, GC__COUNT };
enum g_conflict { GF_NONE, GF_ROLLBACK, GF_ABORT, GF_FAIL, GF_IGNORE, GF_REPLACE, GF__COUNT };
enum g_action { GA_NO_ACTION, GA_RESTRICT, GA_SET_NULL, GA_SET_DEFAULT, GA_CASCADE, GA__COUNT };

struct g_expr {
    uint32_t column; /* uid; 0 = no expression */
    uint8_t form;    /* of G_PREDICATES or G_VALUES */
    uint8_t number;  /* a constant in it */
};

struct g_column {
    uint32_t uid;
    char name[G_NAME];
    uint8_t type, collation, def; /* def 0 = none */
    bool not_null;
    uint8_t not_null_conflict;
    uint8_t generated; /* 0, 1 VIRTUAL, 2 STORED */
    struct g_expr value;
};

struct g_key {
    uint32_t column;
    struct g_expr expr; /* instead, in indexes */
    uint8_t collation;
    bool desc;
};

struct g_keys {
    struct g_key items[G_KEYS];
    size_t len;
};

struct g_unique {
    uint32_t uid;
    char name[G_NAME]; /* "" = unnamed */
    struct g_keys keys;
    uint8_t conflict;
};

struct g_check {
    uint32_t uid;
    char name[G_NAME];
    struct g_expr expr;
};

struct g_fk {
    uint32_t uid;
    char name[G_NAME];
    uint32_t columns[G_KEYS], ref_columns[G_KEYS];
    size_t len;
    uint32_t ref_table;
    bool implicit; /* no column list: the parent's primary key */
    uint8_t on_delete, on_update, deferral /* 0 1 2 */, match /* 0 1 2 */;
};

struct g_index {
    uint32_t uid;
    char name[G_NAME];
    bool unique;
    struct g_keys keys;
    struct g_expr where;
};

struct g_table {
    uint32_t uid;
    char name[G_NAME];
    bool strict, without_rowid;
    struct g_column columns[G_COLUMNS];
    size_t ncolumns;
    struct g_keys pk;
    char pk_name[G_NAME];
    uint8_t pk_conflict;
    bool autoincrement;
    struct g_unique uniques[G_UNIQUES];
    size_t nuniques;
    struct g_check checks[G_CHECKS];
    size_t nchecks;
    struct g_fk fks[G_FKS];
    size_t nfks;
    struct g_index indexes[G_INDEXES];
    size_t nindexes;
};

struct g_view {
    uint32_t uid;
    char name[G_NAME];
    uint32_t table; /* or an earlier view */
    uint32_t columns[2];
    size_t len;          /* 0 = the star */
    uint32_t join;       /* another table; 0 = none */
    struct g_expr where; /* on a column of table */
    uint8_t form;        /* see write-view.c */
    bool named;          /* declares names for its columns */
};

struct g_trigger {
    uint32_t uid;
    char name[G_NAME];
    uint32_t table; /* or a view: INSTEAD OF */
    uint8_t timing /* 0 BEFORE 1 AFTER 2 INSTEAD OF */, event /* 0 INSERT 1 UPDATE 2 DELETE */;
    uint32_t of[2];
    size_t nof;
    struct g_expr when;
    uint32_t target; /* table that the body is about */
    uint32_t target_column;
    uint8_t form, number;
};

struct g_virtual {
    uint32_t uid;
    char name[G_NAME];
    uint8_t module; /* 0 fts5, 1 rtree */
    uint8_t args;   /* which of some argument lists */
};

struct g_schema {
    uint32_t next_uid;
    struct g_table tables[G_TABLES];
    size_t ntables;
    struct g_view views[G_VIEWS];
    size_t nviews;
    struct g_trigger triggers[G_TRIGGERS];
    size_t ntriggers;
    struct g_virtual virtuals[G_VIRTUALS];
    size_t nvirtuals;
};

struct g_table *g_table_find(struct g_schema *s, uint32_t uid);
struct g_view *g_view_find(struct g_schema *s, uint32_t uid);
struct g_column *g_column_find(struct g_table *t, uint32_t uid);
static inline const struct g_table *g_table_at(const struct g_schema *s, uint32_t uid)
{
    for (size_t i = 0; i < s->ntables; i++) {
        if (s->tables[i].uid == uid)
            return &s->tables[i];
    }
    return NULL;
}
static inline const struct g_column *g_column_at(const struct g_table *t, uint32_t uid)
{
    for (size_t i = 0; i < t->ncolumns; i++) {
        if (t->columns[i].uid == uid)
            return &t->columns[i];
    }
    return NULL;
}
/* The column is the table's rowid: PRIMARY KEY of one column INTEGER, ascending. */
bool g_is_rowid(const struct g_table *t, const struct g_column *c);

/* One random operation. Whatever it does, the result is legal SQL. */
void g_mutate(struct g_schema *s, uint64_t op_seed);
/* For naming by number in failures: "column: not null". */
const char *g_operation_name(uint64_t op_seed);

#endif

#ifndef SCHEMA_MODEL_H
#define SCHEMA_MODEL_H

/*
 * The objects. Each kind is a struct that begins with struct object and has a field table
 * (fields.h); whoever compares, prints as JSON, merges or shows an object walks the table and never
 * the struct. Children (columns, constraints, indexes) hang on their table.
 */

#include "base/source.h"
#include "base/vec.h"
#include "schema/value.h"

struct object_list {
    struct object **items;
    size_t len, cap;
};

struct object {
    enum kind kind;
    uint32_t slot;               /* after freeze: place in the list that holds it */
    struct name name;            /* key NULL = unnamed */
    struct name ns;              /* top-level objects; key of "main" where there is one namespace */
    struct object *parent;       /* children: their table. NULL at the top */
    struct object_list children; /* after freeze: columns in order, then by kind and ident */
    const struct symbol *ident;  /* natural key among siblings of the kind: the name's key, or for
                                    unnamed ones a signature of what they say; set by freeze */
    struct loc loc;              /* the whole statement or clause */
    struct name was;             /* from a '-- was: old' hint */
    struct flash_str comments;   /* leading comments in its file, marks included; cosmetic */
    struct ref_list refs;  /* all it mentions, children included for top-level ones; sorted, unique;
                              set by freeze */
    struct flash_str text; /* top-level: canonical text, ends in a newline; set by freeze */
    struct flash_str path; /* top-level: "main/tables/users.sql"; set by freeze */
    struct object *
        *child_index; /* children sorted for object_child; set by freeze, NULL when few */
    struct object *next_same_key; /* internal to schema.c */
};

enum conflict_action {
    CONFLICT_NONE,
    CONFLICT_ROLLBACK,
    CONFLICT_ABORT,
    CONFLICT_FAIL,
    CONFLICT_IGNORE,
    CONFLICT_REPLACE
};
enum generated_kind { GENERATED_NO, GENERATED_VIRTUAL, GENERATED_STORED };
enum fk_action { FK_NO_ACTION, FK_RESTRICT, FK_SET_NULL, FK_SET_DEFAULT, FK_CASCADE };
enum deferral { DEFER_NO, DEFER_IMMEDIATE /* DEFERRABLE [INITIALLY IMMEDIATE] */, DEFER_DEFERRED };
enum trigger_timing { TRIGGER_BEFORE, TRIGGER_AFTER, TRIGGER_INSTEAD_OF };
enum trigger_event { TRIGGER_INSERT, TRIGGER_UPDATE, TRIGGER_DELETE };

struct table {
    struct object base;
    bool strict, without_rowid;
    struct name module; /* virtual table: fts5, rtree ...; has no columns of its own then */
    struct name_list module_args; /* each argument word for word, in spelling */
    struct attr_list attrs;
    struct flash_str comment;
};

struct column {
    struct object base;
    struct data_type type;
    bool not_null;
    uint8_t not_null_conflict; /* enum conflict_action */
    struct expression *def;    /* DEFAULT */
    struct name collation;
    struct expression *generated;
    uint8_t generated_kind; /* enum generated_kind */
    uint32_t position;      /* cosmetic: 0-based place in the table */
    struct attr_list attrs;
    struct flash_str comment;
};

struct primary_key {
    struct object base;
    struct key_list keys;
    uint8_t conflict;
    bool autoincrement;
    bool rowid_alias; /* SQLite: this key is the rowid (INTEGER PRIMARY KEY) */
    struct attr_list attrs;
};

struct unique {
    struct object base;
    struct key_list keys;
    uint8_t conflict;
    struct attr_list attrs;
};

struct check {
    struct object base;
    struct expression *expr;
    struct attr_list attrs;
};

struct foreign_key {
    struct object base;
    struct name_list columns;
    struct name ref_ns, ref_table;
    struct name_list ref_columns; /* empty = the parent's primary key */
    uint8_t on_delete, on_update; /* enum fk_action */
    uint8_t deferral;             /* enum deferral */
    struct flash_str match;       /* "" or "FULL" ...; SQLite keeps and ignores it */
    struct attr_list attrs;
};

struct index {
    struct object base;
    bool unique;
    struct key_list keys;
    struct expression *where;
    struct flash_str method; /* empty = the engine's default */
    struct attr_list attrs;
};

struct view {
    struct object base;
    struct name_list columns; /* declared names, may be empty */
    struct expression *query;
    struct attr_list attrs;
};

struct trigger {
    struct object base;
    uint8_t timing, event;
    struct name_list of_columns; /* UPDATE OF */
    struct name table;           /* a table or a view */
    struct expression *when;
    struct expression *body;
    struct attr_list attrs;
};

/* A statement that is kept word for word. Its name is made of the first words and a hash. */
struct other {
    struct object base;
    struct flash_str statement;
};

/* Zeroed, of the kind's size, with kind set. */
struct object *object_new(struct arena *a, enum kind k);
/* A copy that shares what fields point at, with a list of children of its own (of the same
 * objects). */
struct object *object_copy(struct arena *a, const struct object *o);
void object_add_child(struct arena *a, struct object *parent, struct object *child);
/* By ident, so after freeze. */
struct object *object_child(const struct object *o, enum kind k, const struct symbol *ident);
/* By the name's key; works before freeze too. */
struct column *table_column(const struct object *table, const struct symbol *key);
struct primary_key *table_primary_key(const struct object *table);
size_t table_column_count(const struct object *table);

/* "table users", "column users.name", "index users.ix_a", "foreign key users(team_id)": as it is
 * written in messages, in change lists and on the command line. */
struct flash_str object_title(struct arena *a, const struct object *o);
/* "users", "users.name": without the kind. */
struct flash_str object_qualified(struct arena *a, const struct object *o);
/* "main/tables/users.sql" of a top-level object. Before freeze: what freeze will set, unless two
 * paths clash. */
struct flash_str object_path(struct arena *a, const struct object *o);
/* kind, ns, ident: the order of the canonical schema. For qsort through object_list_sort. */
int object_cmp(const struct object *a, const struct object *b);
void object_list_add(struct arena *a, struct object_list *l, struct object *o);
void object_list_sort(struct object_list *l);

#endif

#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

/*
 * All objects of one database or one set of files, in one arena.
 *
 * Built by a dialect's reader (mutable), then frozen: sorted, identities and references set, texts
 * printed. Nothing changes after that. A schema that was loaded in part ('partial': only what
 * changed and what depends on it) is not checked for names that it does not have.
 */

#include "base/map.h"
#include "schema/model.h"

struct json;

/*
 * What the model needs to know of its dialect. First member of struct dialect (dialect/dialect.h),
 * whose constants these are; this layer sees no more of it.
 */
struct schema_syntax {
    const char *name;        /* "sqlite": in flash.conf, --dialect, schema/@format */
    const char *suffix;      /* of canonical files: ".sql" */
    unsigned normal_version; /* of its normal form N */
    uint32_t field_bit;      /* FIELD_SQLITE ... */
    /* The key of a name; NULL for the empty name. */
    const struct symbol *(*fold)(struct flash_str spelling);
    /* Canonical text of a top-level object with its children; ends in ";\n". Called by freeze. */
    void (*print)(const struct object *o, struct strbuf *out);
};

struct schema {
    struct arena *arena;
    const struct schema_syntax *syntax;
    struct object_list objects; /* top-level */
    struct map by_key[4];       /* a map for each name scope; see schema_scope */
    struct map by_path;         /* filled by freeze */
    const struct object
        *too_big;  /* set by freeze: its text would be over LIMIT_FILE, so it has none. The
                      dialect's finish reports it. NULL = there is no such object */
    void *reading; /* what the dialect's reader keeps between files; NULL before the first */
    bool frozen;
    bool partial;
};

struct schema *schema_new(struct arena *a, const struct schema_syntax *syntax);

/* Name scopes: relations (tables, views, indexes, sequences: one space of names in SQLite and
 * PostgreSQL), triggers, types, everything else. */
enum name_scope { SCOPE_RELATION, SCOPE_TRIGGER, SCOPE_TYPE, SCOPE_OTHER };
enum name_scope schema_scope(enum kind k);

/* Adds a top-level object, or an index (to its table: parent set, in the table's children and the
 * relation scope). Returns the object that has the name already, NULL when added. */
struct object *schema_add(struct schema *s, struct object *o);
void schema_remove(struct schema *s, struct object *o);
/* Changes a name and the map with it (ALTER ... RENAME in files). */
void schema_rename(struct schema *s, struct object *o, struct name to);
struct object *schema_find(
    const struct schema *s, enum kind k, const struct symbol *ns, const struct symbol *key);
/* A table, view or matview. ns NULL = any. */
struct object *schema_relation(
    const struct schema *s, const struct symbol *ns, const struct symbol *key);
/* Whatever has the name in this scope. */
struct object *schema_in_scope(
    const struct schema *s, enum name_scope sc, const struct symbol *ns, const struct symbol *key);
struct object *schema_by_path(const struct schema *s, struct flash_str path); /* after freeze */

/* Sorts, sets ident and refs, prints text by the dialect. Duplicate identities get "#2", "#3". */
void schema_freeze(struct schema *s);

/* The whole canonical text in an order that loads: tables by name, views and triggers after what
 * they mention (deps.h). */
void schema_print(const struct schema *s, struct strbuf *out);
void schema_json(const struct schema *s, struct json *j);

/* The entry schema/@format of the tree: "flash-schema 1\nnormal 1\ndialect sqlite\n". */
struct flash_str schema_format_text(struct arena *a, const struct schema_syntax *syntax);

#endif

#ifndef SCHEMA_FIELDS_H
#define SCHEMA_FIELDS_H

/*
 * One table for each kind says what its properties are, where they lie and how they compare.
 * Equality, field-level diff, the JSON view, three-way merge and 'flash show' are loops over it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schema/model.h"

struct json;
struct ref_sink;

enum field_type {
    FIELD_BOOL,   /* bool */
    FIELD_CHOICE, /* uint8_t, spelled by labels[] */
    FIELD_UINT,   /* uint32_t */
    FIELD_TEXT,   /* struct flash_str */
    FIELD_NAME,   /* struct name; spelling matters, so a spelling change shows */
    FIELD_NAMES,  /* struct name_list, ordered */
    FIELD_TYPE,   /* struct data_type */
    FIELD_EXPR,   /* struct expression *, NULL = none */
    FIELD_KEYS,   /* struct key_list, ordered, atomic */
    FIELD_ATTRS,  /* struct attr_list */
    FIELD__COUNT
};

enum field_flags {
    FIELD_COSMETIC = 1 << 0, /* reported, not planned */
    FIELD_IDENTITY = 1 << 1, /* part of what an unnamed object is known by */
    FIELD_SQLITE = 1 << 8,   /* dialects that have it */
    FIELD_POSTGRES = 1 << 9,
    FIELD_MYSQL = 1 << 10,
    FIELD_MONGO = 1 << 11
};

struct field {
    const char *name; /* as in JSON and in messages: "not null", "default" */
    uint8_t type;     /* enum field_type */
    uint16_t flags;
    uint16_t offset;
    const char *const *labels; /* FIELD_CHOICE: NULL-terminated, index = value */
};

#define FIELD_MAX 64 /* a set of fields is a uint64_t */

struct field_table {
    const struct field *fields;
    size_t len;
    size_t size; /* of the kind's struct */
    bool single; /* a table has one at most (primary key): its ident is the kind, named or not */
    /* What an object mentions beyond its expressions (refs.h); NULL = nothing. */
    void (*refs)(const struct object *o, struct ref_sink *sink);
};

/* Never NULL; kinds without a struct yet have an empty table. */
const struct field_table *field_table(enum kind k);

bool field_equal(const struct field *f, const struct object *a, const struct object *b);
bool field_is_default(const struct field *f, const struct object *o); /* false, 0, empty, NULL */
/* A total order by content, the same on every machine; 0 = field_equal. */
int field_cmp(const struct field *f, const struct object *a, const struct object *b);
/* The value of from goes to 'to', which has the same kind; what it points at is shared. */
void field_copy(const struct field *f, struct object *to, const struct object *from);
/* NULL where the kind has none of this name. */
const struct field *field_find(enum kind k, const char *name);
/* Bit i set: field i differs. Both objects have the same kind. */
uint64_t object_diff_fields(const struct object *a, const struct object *b);
/* The bits of fields whose flags have any of 'flags'. */
uint64_t field_mask(enum kind k, enum field_flags flags);
/* As a person reads it: "NOT NULL" fields give "true", expressions their normal form, keys "(a, b
 * DESC)". */
struct flash_str field_show(struct arena *a, const struct field *f, const struct object *o);
void field_json(struct json *j, const struct field *f, const struct object *o);
/* {"kind", "name", every field that is not default, "columns": [...], ...} */
void object_json(struct json *j, const struct object *o);

/* By what an unnamed object is known among its siblings: its IDENTITY fields, by key. */
struct flash_str object_signature(struct arena *a, const struct object *o);
/* Equal in every field that is not cosmetic, names and spelling included, children included. */
bool object_equal(const struct object *a, const struct object *b);

#endif

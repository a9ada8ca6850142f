#ifndef SCHEMA_KIND_FIELDS_H
#define SCHEMA_KIND_FIELDS_H

/* The field tables, one for each name in the last column of kinds.def; each stands in kind-<k>.c.
 */

#include "base/str.h"
#include "schema/fields.h"
#include "schema/refs.h"

#define KIND(id, name, plural, folder, parent, create, drop, fields)                               \
    extern const struct field_table kind_fields_##fields;
#include "schema/kinds.def"
#undef KIND

/* Shorthand for the rows: FIELD(column, not_null, "not null", FIELD_BOOL, FIELD_SQLITE, NULL). */
#define FIELD(owner, member, label, kind_of_value, bits, choices)                                  \
    {                                                                                              \
        .name = (label), .type = (kind_of_value), .flags = (bits),                                 \
        .offset = offsetof(struct owner, member), .labels = (choices)                              \
    }
#define FIELD_SQL     (FIELD_SQLITE | FIELD_POSTGRES | FIELD_MYSQL)
#define FIELD_SERVERS (FIELD_POSTGRES | FIELD_MYSQL)

#define FIELD_TABLE(owner, rows)                                                                   \
    .fields = (rows), .len = ARRAY_LEN(rows), .size = sizeof(struct owner)

/* Spellings of enum conflict_action. */
extern const char *const conflict_labels[];

#endif

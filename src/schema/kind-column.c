#include "schema/kind-fields.h"

static const char *const generated_labels[] = {"no", "virtual", "stored", NULL};
_Static_assert(ARRAY_LEN(generated_labels) == GENERATED_STORED + 2, "a label for each value");

static const struct field fields[] = {
    FIELD(column, type, "type", FIELD_TYPE, FIELD_SQL, NULL),
    FIELD(column, not_null, "not null", FIELD_BOOL, FIELD_SQL, NULL),
    FIELD(column, not_null_conflict, "not null conflict", FIELD_CHOICE, FIELD_SQLITE,
        conflict_labels),
    FIELD(column, def, "default", FIELD_EXPR, FIELD_SQL, NULL),
    FIELD(column, collation, "collation", FIELD_NAME, FIELD_SQL, NULL),
    FIELD(column, generated, "generated", FIELD_EXPR, FIELD_SQL, NULL),
    FIELD(column, generated_kind, "generated kind", FIELD_CHOICE, FIELD_SQL, generated_labels),
    FIELD(column, position, "position", FIELD_UINT, FIELD_SQL | FIELD_COSMETIC, NULL),
    FIELD(column, attrs, "attributes", FIELD_ATTRS, FIELD_SERVERS, NULL),
    FIELD(column, comment, "comment", FIELD_TEXT, FIELD_SERVERS, NULL),
};
_Static_assert(ARRAY_LEN(fields) <= FIELD_MAX, "a set of fields is a uint64_t");

const struct field_table kind_fields_column = {FIELD_TABLE(column, fields)};

#include "schema/kind-fields.h"

static const struct field fields[] = {
    FIELD(view, columns, "columns", FIELD_NAMES, FIELD_SQL, NULL),
    FIELD(view, query, "query", FIELD_EXPR, FIELD_SQL, NULL),
    FIELD(view, attrs, "attributes", FIELD_ATTRS, FIELD_SERVERS, NULL),
};
_Static_assert(ARRAY_LEN(fields) <= FIELD_MAX, "a set of fields is a uint64_t");

const struct field_table kind_fields_view = {FIELD_TABLE(view, fields)};

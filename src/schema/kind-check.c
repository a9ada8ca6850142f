#include "schema/kind-fields.h"

static const struct field fields[] = {
    FIELD(check, expr, "expression", FIELD_EXPR, FIELD_SQL | FIELD_IDENTITY, NULL),
    FIELD(check, attrs, "attributes", FIELD_ATTRS, FIELD_SERVERS, NULL),
};
_Static_assert(ARRAY_LEN(fields) <= FIELD_MAX, "a set of fields is a uint64_t");

const struct field_table kind_fields_check = {FIELD_TABLE(check, fields)};

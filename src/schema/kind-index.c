#include "schema/kind-fields.h"

static const struct field fields[] = {
    FIELD(index, unique, "unique", FIELD_BOOL, FIELD_SQL, NULL),
    FIELD(index, keys, "keys", FIELD_KEYS, FIELD_SQL | FIELD_IDENTITY, NULL),
    FIELD(index, where, "where", FIELD_EXPR, FIELD_SQLITE | FIELD_POSTGRES, NULL),
    FIELD(index, method, "method", FIELD_TEXT, FIELD_SERVERS, NULL),
    FIELD(index, attrs, "attributes", FIELD_ATTRS, FIELD_SERVERS, NULL),
};
_Static_assert(ARRAY_LEN(fields) <= FIELD_MAX, "a set of fields is a uint64_t");

const struct field_table kind_fields_index = {FIELD_TABLE(index, fields)};

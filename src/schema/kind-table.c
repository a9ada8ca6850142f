#include "schema/kind-fields.h"

static const struct field fields[] = {
    FIELD(table, strict, "strict", FIELD_BOOL, FIELD_SQLITE, NULL),
    FIELD(table, without_rowid, "without rowid", FIELD_BOOL, FIELD_SQLITE, NULL),
    FIELD(table, module, "module", FIELD_NAME, FIELD_SQLITE, NULL),
    FIELD(table, module_args, "module arguments", FIELD_NAMES, FIELD_SQLITE, NULL),
    FIELD(table, attrs, "attributes", FIELD_ATTRS, FIELD_SERVERS, NULL),
    FIELD(table, comment, "comment", FIELD_TEXT, FIELD_SERVERS, NULL),
};
_Static_assert(ARRAY_LEN(fields) <= FIELD_MAX, "a set of fields is a uint64_t");

const struct field_table kind_fields_table = {FIELD_TABLE(table, fields)};

#include "schema/kind-fields.h"

static const struct field fields[] = {
    FIELD(other, statement, "statement", FIELD_TEXT,
        FIELD_SQLITE | FIELD_POSTGRES | FIELD_MYSQL | FIELD_MONGO, NULL),
};
_Static_assert(ARRAY_LEN(fields) <= FIELD_MAX, "a set of fields is a uint64_t");

const struct field_table kind_fields_other = {FIELD_TABLE(other, fields)};
/* Kinds that no dialect reads yet: nothing but a name. */
const struct field_table kind_fields_none = {.size = sizeof(struct object)};

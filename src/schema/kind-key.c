#include "schema/kind-fields.h"

const char *const conflict_labels[] = {
    "none", "rollback", "abort", "fail", "ignore", "replace", NULL};
_Static_assert(ARRAY_LEN(conflict_labels) == CONFLICT_REPLACE + 2, "a label for each value");

static const struct field primary_key_fields[] = {
    FIELD(primary_key, keys, "keys", FIELD_KEYS, FIELD_SQL, NULL),
    FIELD(primary_key, conflict, "conflict", FIELD_CHOICE, FIELD_SQLITE, conflict_labels),
    FIELD(
        primary_key, autoincrement, "autoincrement", FIELD_BOOL, FIELD_SQLITE | FIELD_MYSQL, NULL),
    FIELD(primary_key, rowid_alias, "rowid alias", FIELD_BOOL, FIELD_SQLITE, NULL),
    FIELD(primary_key, attrs, "attributes", FIELD_ATTRS, FIELD_SERVERS, NULL),
};
_Static_assert(ARRAY_LEN(primary_key_fields) <= FIELD_MAX, "a set of fields is a uint64_t");

const struct field_table kind_fields_primary_key = {
    FIELD_TABLE(primary_key, primary_key_fields), .single = true};

static const struct field unique_fields[] = {
    FIELD(unique, keys, "keys", FIELD_KEYS, FIELD_SQL | FIELD_IDENTITY, NULL),
    FIELD(unique, conflict, "conflict", FIELD_CHOICE, FIELD_SQLITE, conflict_labels),
    FIELD(unique, attrs, "attributes", FIELD_ATTRS, FIELD_SERVERS, NULL),
};
_Static_assert(ARRAY_LEN(unique_fields) <= FIELD_MAX, "a set of fields is a uint64_t");

const struct field_table kind_fields_unique = {FIELD_TABLE(unique, unique_fields)};

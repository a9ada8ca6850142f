#include "schema/kind-fields.h"

static const char *const action_labels[] = {
    "no action", "restrict", "set null", "set default", "cascade", NULL};
_Static_assert(ARRAY_LEN(action_labels) == FK_CASCADE + 2, "a label for each value");

static const char *const deferral_labels[] = {
    "not deferrable", "deferrable", "initially deferred", NULL};
_Static_assert(ARRAY_LEN(deferral_labels) == DEFER_DEFERRED + 2, "a label for each value");

static const struct field fields[] = {
    FIELD(foreign_key, columns, "columns", FIELD_NAMES, FIELD_SQL | FIELD_IDENTITY, NULL),
    FIELD(foreign_key, ref_ns, "referenced namespace", FIELD_NAME, FIELD_SERVERS | FIELD_IDENTITY,
        NULL),
    FIELD(foreign_key, ref_table, "referenced table", FIELD_NAME, FIELD_SQL | FIELD_IDENTITY, NULL),
    FIELD(foreign_key, ref_columns, "referenced columns", FIELD_NAMES, FIELD_SQL, NULL),
    FIELD(foreign_key, on_delete, "on delete", FIELD_CHOICE, FIELD_SQL, action_labels),
    FIELD(foreign_key, on_update, "on update", FIELD_CHOICE, FIELD_SQL, action_labels),
    FIELD(foreign_key, deferral, "deferral", FIELD_CHOICE, FIELD_SQL, deferral_labels),
    FIELD(foreign_key, match, "match", FIELD_TEXT, FIELD_SQL, NULL),
    FIELD(foreign_key, attrs, "attributes", FIELD_ATTRS, FIELD_SERVERS, NULL),
};
_Static_assert(ARRAY_LEN(fields) <= FIELD_MAX, "a set of fields is a uint64_t");

/* Without a column list it means the parent's primary key: the relation as a whole. */
static void collect_refs(const struct object *o, struct ref_sink *sink)
{
    const struct foreign_key *fk = (const struct foreign_key *)o;
    struct ref r = {.kind = KIND_TABLE, .ns = fk->ref_ns.key, .name = fk->ref_table.key};
    if (fk->ref_columns.len == 0)
        ref_sink_add(sink, r);
    for (size_t i = 0; i < fk->ref_columns.len; i++) {
        r.column = fk->ref_columns.items[i].key;
        ref_sink_add(sink, r);
    }
}

const struct field_table kind_fields_foreign_key = {
    FIELD_TABLE(foreign_key, fields), .refs = collect_refs};

#include "schema/kind-fields.h"

static const char *const timing_labels[] = {"before", "after", "instead of", NULL};
_Static_assert(ARRAY_LEN(timing_labels) == TRIGGER_INSTEAD_OF + 2, "a label for each value");

static const char *const event_labels[] = {"insert", "update", "delete", NULL};
_Static_assert(ARRAY_LEN(event_labels) == TRIGGER_DELETE + 2, "a label for each value");

static const struct field fields[] = {
    FIELD(trigger, timing, "timing", FIELD_CHOICE, FIELD_SQL, timing_labels),
    FIELD(trigger, event, "event", FIELD_CHOICE, FIELD_SQL, event_labels),
    FIELD(trigger, of_columns, "of columns", FIELD_NAMES, FIELD_SQLITE | FIELD_POSTGRES, NULL),
    FIELD(trigger, table, "table", FIELD_NAME, FIELD_SQL, NULL),
    FIELD(trigger, when, "when", FIELD_EXPR, FIELD_SQLITE | FIELD_POSTGRES, NULL),
    FIELD(trigger, body, "body", FIELD_EXPR, FIELD_SQL, NULL),
    FIELD(trigger, attrs, "attributes", FIELD_ATTRS, FIELD_SERVERS, NULL),
};
_Static_assert(ARRAY_LEN(fields) <= FIELD_MAX, "a set of fields is a uint64_t");

static void collect_refs(const struct object *o, struct ref_sink *sink)
{
    const struct trigger *t = (const struct trigger *)o;
    struct ref r = {.kind = KIND_NONE, .name = t->table.key};
    if (t->of_columns.len == 0)
        ref_sink_add(sink, r);
    for (size_t i = 0; i < t->of_columns.len; i++) {
        r.column = t->of_columns.items[i].key;
        ref_sink_add(sink, r);
    }
}

const struct field_table kind_fields_trigger = {FIELD_TABLE(trigger, fields), .refs = collect_refs};

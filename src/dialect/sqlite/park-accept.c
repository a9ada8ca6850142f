#include "dialect/sqlite/park-accept.h"

#include "base/str.h"
#include "dialect/sqlite/affinity.h"

/* NULL when the text cannot be read. */
static const struct column *read_definition(struct sqd *s, struct flash_str definition)
{
    struct source src = {
        .path = STR("_flash_parked"), .text = sqd_text(s, "CREATE TABLE t (%T)", definition)};
    struct read_report report = {0};
    struct schema *read = NULL;
    struct diags diags;

    diags_init(&diags, s->scratch);
    if (dialect_parse(s->dialect, s->scratch, &src, 1, &read, &report, &diags, NULL) < 0 ||
        read->objects.len != 1)
        return NULL;
    const struct object_list *children = &read->objects.items[0]->children;
    if (children->len != 1 || children->items[0]->kind != KIND_COLUMN)
        return NULL;
    return (const struct column *)children->items[0];
}

bool park_accepts(
    struct sqd *s, const struct table *t, const struct column *c, struct flash_str definition)
{
    const struct column *was = read_definition(s, definition);

    if (!was || column_is_generated(was))
        return false;
    enum affinity old = affinity_of(t, was), new = affinity_of(t, c);
    return affinity_keeps(old, new) && affinity_keeps(new, old);
}

/* What a column of a STRICT table stores without conversion. */
static const struct {
    const char *type, *classes;
} strict_types[] = {{"INT", "'integer'"}, {"INTEGER", "'integer'"}, {"REAL", "'real', 'integer'"},
    {"TEXT", "'text'"}, {"BLOB", "'blob'"}};

void park_add_accepted(
    struct sqd *s, struct strbuf *b, const struct park_return *r, struct flash_str value)
{
    struct flash_str type = r->column->type.text;

    if (r->alike && r->column->not_null)
        sqd_add(s, b, " AND %T IS NOT NULL", value);
    for (size_t i = 0; r->unit->to->strict && i < ARRAY_LEN(strict_types); i++)
        if (str_eq_nocase(type, str_from(strict_types[i].type)))
            sqd_add(s, b, " AND typeof(%T) IN ('null', %s)", value, strict_types[i].classes);
}

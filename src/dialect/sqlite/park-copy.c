#include "dialect/sqlite/park-copy.h"

#include "base/str.h"
#include "dialect/sqlite/ddl-mention.h"
#include "dialect/sqlite/ddl-rebuild.h"
#include "dialect/sqlite/park-accept.h"

static bool is_member(const struct table *t, enum kind k, const struct symbol *column)
{
    for (size_t i = 0; i < t->base.children.len; i++) {
        const struct object *o = t->base.children.items[i];
        if (o->kind == k && mention_in_child(o, column))
            return true;
    }
    return false;
}

/* What is computed from NULL, or from the default, may be NULL, or the same for every row. */
static bool is_computed_into_rule(
    const struct sqd *s, const struct table *t, const struct column *c)
{
    struct column_keys computed = {0};

    mention_computed_from(s->scratch, t, c, &computed);
    for (size_t i = 1; i < computed.len; i++)
        if (table_column(&t->base, computed.items[i])->not_null ||
            is_member(t, KIND_UNIQUE, computed.items[i]))
            return true;
    return false;
}

/* Every row but the first would break a key if it had the default for a moment. */
bool park_must_be_in_copy(const struct sqd *s, const struct table_unit *u, const struct column *c)
{
    if (u->how != UNIT_REBUILD)
        return false;
    if (is_member(u->to, KIND_PRIMARY_KEY, c->base.name.key))
        return true;
    if (column_has_default(c) ? is_member(u->to, KIND_UNIQUE, c->base.name.key) : c->not_null)
        return true;
    return is_computed_into_rule(s, u->to, c);
}

const struct park_return *park_return_in_copy(const struct table_unit *u, const struct column *c)
{
    for (size_t i = 0; i < u->returns.list.len; i++) {
        const struct park_return *r = u->returns.list.items[i];
        if (r->in_copy && r->column == c)
            return r;
    }
    return NULL;
}

/* The parked columns get names of their own, so that --fill expressions still mean the table's. */
static void add_join(struct sqd *s, const struct park_return *r, struct strbuf *out)
{
    uint64_t n = r->entry->n;
    struct flash_str value =
        r->kind == RETURN_VALUE ? STR("_flash_old") : r->column->base.name.spelling;
    struct park_match m;
    struct strbuf accepted;

    park_match_of(s, r, PARK_BEFORE, STR("o."), &m);
    strbuf_adds(out, " LEFT JOIN (SELECT ");
    for (size_t k = 0; k < m.n; k++) {
        struct flash_str alias = sqd_text(s, "_flash_key_%u_%u", n, (uint64_t)k);
        sqd_add(s, out, "%I AS %T, ", m.right_names[k], alias);
        m.right_names[k] = alias;
        m.left_names[k] = table_name_now(r->unit, r->key.columns[k]);
    }
    m.right = STR_NULL;
    m.right_rowid = sqd_text(s, "_flash_rowid_%u", n);
    if (m.left_rowid.len > 0)
        sqd_add(s, out, PARK_ROWID " AS %T, ", m.right_rowid);
    sqd_strbuf(s, &accepted);
    park_add_accepted(s, &accepted, r, sqd_text(s, "%I", value));
    sqd_add(s, out, "%I AS _flash_value_%u, 1 AS _flash_has_%u FROM %I%s", value, n, n,
        park_table_name(s, n), accepted.len > 0 ? " WHERE 1" : "");
    strbuf_add(out, strbuf_str(&accepted));
    strbuf_adds(out, ") ON ");
    park_add_match(s, out, &m);
}

void park_joins_of_copy(struct sqd *s, const struct table_unit *u, struct strbuf *out)
{
    for (size_t i = 0; i < u->returns.list.len; i++)
        if (u->returns.list.items[i]->in_copy)
            add_join(s, u->returns.list.items[i], out);
}

struct flash_str park_value_in_copy(
    struct sqd *s, const struct table_unit *u, const struct column *c, struct flash_str otherwise)
{
    const struct park_return *r = park_return_in_copy(u, c);

    if (!r)
        return STR_NULL;
    if (otherwise.len == 0)
        return sqd_text(s, "_flash_value_%u", r->entry->n);
    return sqd_text(s, "CASE WHEN _flash_has_%u IS NULL THEN %T ELSE _flash_value_%u END",
        r->entry->n, otherwise, r->entry->n);
}

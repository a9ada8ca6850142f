#include "dialect/sqlite/ddl-needs.h"

#include "base/str.h"
#include "dialect/sqlite/ddl-mention.h"
#include "dialect/sqlite/park-accept.h"
#include "dialect/sqlite/park-copy.h"

/* NOT NULL as written, or because a key without rowid asks for it. */
static bool must_have_value(const struct table *t, const struct column *c)
{
    const struct primary_key *pk = table_primary_key(&t->base);

    if (column_is_generated(c) || column_has_default(c) || column_is_key_alias(t, c))
        return false;
    return c->not_null || (t->without_rowid && pk && mention_in_keys(&pk->keys, c->base.name.key));
}

/* Rows that have no parked value waiting for them. */
static struct flash_str count_new_rows(
    struct sqd *s, const struct table_unit *u, const struct park_return *r)
{
    struct park_match m;
    struct strbuf b;

    sqd_strbuf(s, &b);
    sqd_add(s, &b, "SELECT count(*) FROM %I AS o", u->from->base.name.spelling);
    if (!r)
        return strbuf_str(&b);
    sqd_add(s, &b, " LEFT JOIN %I AS _flash_p ON ", park_table_name(s, r->entry->n));
    park_match_of(s, r, PARK_BEFORE, STR("o."), &m);
    park_add_match(s, &b, &m);
    park_add_accepted(s, &b, r, sqd_text(s, "_flash_p.%I", r->column->base.name.spelling));
    sqd_add(s, &b, " WHERE _flash_p.%I IS NULL", r->column->base.name.spelling);
    return strbuf_str(&b);
}

static void need_of(struct sqd *s, const struct table_unit *u, const struct column_pair *p,
    struct fill_need_list *out)
{
    bool was = p->from && !column_is_generated(p->from);

    if (!p->to || !must_have_value(u->to, p->to) || sqd_fill(s, &u->to->base, &p->to->base) ||
        (was && p->from->not_null))
        return;
    struct fill_need *need = vec_push(s->perm, out);
    need->table = &u->from->base;
    need->column = &p->to->base;
    need->count_sql = was ? sqd_text(s, "SELECT count(*) FROM %I WHERE %I IS NULL",
                                u->from->base.name.spelling, p->from->base.name.spelling)
                          : count_new_rows(s, u, park_return_in_copy(u, p->to));
}

void needs_find(struct sqd *s, struct fill_need_list *out)
{
    for (size_t i = 0; i < s->units.len; i++) {
        const struct table_unit *u = s->units.items[i];
        if (!u->from || !u->to || unit_is_virtual(u->from) || unit_is_virtual(u->to) ||
            u->how != UNIT_REBUILD || !sqd_has_rows(s, &u->from->base))
            continue;
        for (size_t k = 0; k < u->npairs; k++)
            need_of(s, u, &u->pairs[k], out);
    }
}

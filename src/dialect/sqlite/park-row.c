#include "dialect/sqlite/park-row.h"

#include "base/json.h"
#include "base/str.h"
#include "dialect/sqlite/affinity.h"
#include "dialect/sqlite/ddl-rebuild.h"
#include "dialect/sqlite/ddl-virtual.h"
#include "dialect/sqlite/names.h"

struct key_search {
    const struct table_unit *u;
    enum park_key_flags flags;
    bool may_be_null;
};

/* The same answer in both directions, since what is parked on the way there is looked for on the
 * way back. */
static bool compares_alike(const struct table_unit *u, const struct column_pair *p)
{
    if (!p->from || !p->to)
        return false;
    enum affinity from = affinity_of(u->from, p->from), to = affinity_of(u->to, p->to);
    return affinity_keeps(from, to) && affinity_keeps(to, from);
}

/* A column that one side has and the other has not, or has with other values, cannot tell which row
 * is which. */
static bool differs(const struct key_search *how, const struct column *c)
{
    const struct table_unit *u = how->u;

    for (size_t i = 0; u && i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (p->from != c && p->to != c)
            continue;
        return (p->from == c && column_loses_values(p)) || (p->to == c && column_gains_values(p)) ||
               (!(how->flags & PARK_KEY_CONVERTED) && !compares_alike(u, p));
    }
    return false;
}

/* Rows whose key is NULL are not found again, so a unique constraint must not allow it; a primary
 * key without NOT NULL is taken all the same: such rows stay parked. */
static bool key_from(struct sqd *s, const struct table *t, const struct key_list *keys,
    const struct key_search *how, struct park_key *out)
{
    out->n = 0;
    out->columns = arena_array(s->scratch, const struct column *, keys->len + 1);
    for (size_t i = 0; i < keys->len; i++) {
        const struct column *c =
            keys->items[i].column.key ? table_column(&t->base, keys->items[i].column.key) : NULL;
        if (!c || column_is_generated(c) || differs(how, c) || (!how->may_be_null && !c->not_null))
            return false;
        out->columns[out->n++] = c;
    }
    return out->n > 0;
}

bool park_key_of(struct sqd *s, const struct table *t, const struct table_unit *u,
    enum park_key_flags flags, struct park_key *out)
{
    const struct primary_key *pk = table_primary_key(&t->base);
    struct key_search how = {u, flags, true};

    if (pk && key_from(s, t, &pk->keys, &how, out))
        return true;
    how.may_be_null = false;
    for (size_t i = 0; i < t->base.children.len; i++) {
        const struct object *o = t->base.children.items[i];
        if (o->kind == KIND_UNIQUE && key_from(s, t, &((const struct unique *)o)->keys, &how, out))
            return true;
    }
    out->n = 0;
    return false;
}

bool park_key_may_be_null(const struct table *t, const struct park_key *key)
{
    if (rowid_name(t).len == 0 || table_column(&t->base, sqlite_fold(STR(PARK_ROWID))))
        return false;
    for (size_t i = 0; i < key->n; i++)
        if (!key->columns[i]->not_null && !column_is_key_alias(t, key->columns[i]))
            return true;
    return false;
}

static void add_null_keys(struct sqd *s, struct strbuf *out, const struct park_match *m)
{
    strbuf_adds(out, " AND (");
    for (size_t i = 0; i < m->n; i++)
        sqd_add(s, out, "%s%T%I IS NOT NULL", i > 0 ? " AND " : "", m->right, m->right_names[i]);
    sqd_add(s, out, " OR %T%I = %T%I)", m->left, m->left_rowid, m->right, m->right_rowid);
}

void park_add_match(struct sqd *s, struct strbuf *out, const struct park_match *m)
{
    const char *equals = m->left_rowid.len > 0 ? "IS" : "=";

    for (size_t i = 0; i < m->n; i++)
        sqd_add(s, out, "%s%T%I %s %T%I", i > 0 ? " AND " : "", m->left, m->left_names[i], equals,
            m->right, m->right_names[i]);
    if (m->left_rowid.len > 0)
        add_null_keys(s, out, m);
}

static void json_start(struct sqd *s, struct json *j, struct strbuf *b)
{
    sqd_strbuf(s, b);
    json_init(j, b);
    j->compact = true;
    json_array_begin(j);
}

struct flash_str park_key_json(struct sqd *s, const struct park_key *key)
{
    struct strbuf b;
    struct json j;

    json_start(s, &j, &b);
    for (size_t i = 0; i < key->n; i++)
        json_str(&j, key->columns[i]->base.name.spelling);
    json_array_end(&j);
    return strbuf_str(&b);
}

struct flash_str park_row_json(struct sqd *s, const struct park_row *row)
{
    struct strbuf b;
    struct json j;

    json_start(s, &j, &b);
    if (row->rowid.len > 0)
        json_str(&j, row->rowid_column);
    for (size_t i = 0; i < row->n; i++)
        json_str(&j, row->names[i]);
    json_array_end(&j);
    return strbuf_str(&b);
}

static bool has_name(const struct park_row *row, const struct symbol *key)
{
    for (size_t i = 0; i < row->n; i++)
        if (sqlite_fold(row->names[i]) == key)
            return true;
    return false;
}

/* "_flash_rowid", or with more underscores behind. */
static void name_rowid(struct sqd *s, struct park_row *row, struct flash_str rowid)
{
    struct strbuf b;

    if (rowid.len == 0)
        return;
    sqd_strbuf(s, &b);
    strbuf_adds(&b, "_flash_rowid");
    while (has_name(row, sqlite_fold(strbuf_str(&b))))
        strbuf_addc(&b, '_');
    row->rowid = rowid;
    row->rowid_column = strbuf_str(&b);
}

static bool virtual_row(struct sqd *s, const struct table *t, struct park_row *out)
{
    if (!virtual_columns(s, t, &out->names, &out->n))
        return false;
    if (virtual_has_rowid(t)) {
        name_rowid(s, out, STR("rowid"));
    } else {
        out->keys = out->names;
        out->nkeys = 1;
    }
    return true;
}

static void set_keys(struct sqd *s, const struct table *t, struct park_row *out)
{
    struct park_key key;

    park_key_of(s, t, NULL, 0, &key);
    out->keys = arena_array(s->scratch, struct flash_str, key.n + 1);
    out->nkeys = key.n;
    for (size_t i = 0; i < key.n; i++)
        out->keys[i] = key.columns[i]->base.name.spelling;
}

bool park_row_of(struct sqd *s, const struct table *t, struct park_row *out)
{
    *out = (struct park_row){0};
    if (unit_is_virtual(t))
        return virtual_row(s, t, out);
    out->names = arena_array(s->scratch, struct flash_str, t->base.children.len + 1);
    for (size_t i = 0; i < t->base.children.len; i++) {
        const struct object *o = t->base.children.items[i];
        if (o->kind == KIND_COLUMN && !column_is_generated((const struct column *)o))
            out->names[out->n++] = o->name.spelling;
    }
    if (rowid_is_hidden(t))
        name_rowid(s, out, rowid_name(t));
    else
        set_keys(s, t, out);
    return true;
}

void park_row_add_names(
    struct sqd *s, struct strbuf *out, const struct park_row *row, const char *prefix)
{
    for (size_t i = 0; i < row->n; i++)
        sqd_add(s, out, "%s%s%I", i > 0 ? ", " : "", prefix, row->names[i]);
}

#include "repair.h"

#include <string.h>

#define REMOVE_AT(list, n, i) memmove(&(list)[i], &(list)[(i) + 1], (--(n) - (i)) * sizeof(*(list)))

static bool is_plain(const struct g_table *t, uint32_t column)
{
    const struct g_column *c = g_column_at(t, column);
    return c != NULL && c->generated == 0;
}

static void repair_keys(const struct g_table *t, struct g_keys *k, bool generated_too)
{
    for (size_t i = 0; i < k->len;) {
        const struct g_key *key = &k->items[i];
        uint32_t uid = key->expr.column != 0 ? key->expr.column : key->column;
        bool gone = g_column_at(t, uid) == NULL || (!generated_too && !is_plain(t, uid));
        for (size_t j = 0; j < i; j++)
            gone = gone || (key->column != 0 && k->items[j].column == key->column);
        if (gone)
            REMOVE_AT(k->items, k->len, i);
        else
            i++;
    }
}

static bool same_keys(const struct g_keys *a, const struct g_keys *b)
{
    if (a->len != b->len)
        return false;
    for (size_t i = 0; i < a->len; i++) {
        if (a->items[i].column != b->items[i].column)
            return false;
    }
    return true;
}

/* Generated columns see plain columns only, so no circle comes about. */
static void repair_columns(struct g_table *t)
{
    size_t plain = 0;
    for (size_t i = 0; i < t->ncolumns; i++) {
        struct g_column *c = &t->columns[i];
        if (c->generated != 0 && !is_plain(t, c->value.column))
            c->generated = 0;
        plain += c->generated == 0;
    }
    if (plain == 0)
        t->columns[0].generated = 0;
    for (size_t i = 0; i < t->ncolumns; i++) {
        struct g_column *c = &t->columns[i];
        if (c->generated != 0)
            c->def = 0;
        if (!c->not_null)
            c->not_null_conflict = GF_NONE;
        if (t->strict && c->type >= GT_STRICT_COUNT)
            c->type = c->type == GT_VARCHAR ? GT_TEXT : GT_INTEGER;
    }
}

bool g_is_rowid(const struct g_table *t, const struct g_column *c)
{
    return !t->without_rowid && t->pk.len == 1 && t->pk.items[0].column == c->uid &&
           c->type == GT_INTEGER && !t->pk.items[0].desc;
}

static void repair_primary_key(struct g_table *t)
{
    repair_keys(t, &t->pk, false);
    if (t->pk.len == 0) {
        t->without_rowid = false;
        t->pk_conflict = GF_NONE;
        t->pk_name[0] = '\0';
    }
    const struct g_column *c = t->pk.len == 1 ? g_column_at(t, t->pk.items[0].column) : NULL;
    if (c == NULL || !g_is_rowid(t, c) || t->pk.items[0].collation != GC_NONE)
        t->autoincrement = false;
}

static void repair_constraints(struct g_table *t)
{
    for (size_t i = 0; i < t->nuniques;) {
        bool gone = false;
        repair_keys(t, &t->uniques[i].keys, false);
        for (size_t j = 0; j < i; j++)
            gone = gone || same_keys(&t->uniques[i].keys, &t->uniques[j].keys);
        if (gone || t->uniques[i].keys.len == 0 || same_keys(&t->uniques[i].keys, &t->pk))
            REMOVE_AT(t->uniques, t->nuniques, i);
        else
            i++;
    }
    for (size_t i = 0; i < t->nchecks;) {
        if (g_column_at(t, t->checks[i].expr.column) == NULL)
            REMOVE_AT(t->checks, t->nchecks, i);
        else
            i++;
    }
    for (size_t i = 0; i < t->nindexes;) {
        struct g_index *ix = &t->indexes[i];
        repair_keys(t, &ix->keys, true);
        if (g_column_at(t, ix->where.column) == NULL)
            ix->where.column = 0;
        if (ix->keys.len == 0)
            REMOVE_AT(t->indexes, t->nindexes, i);
        else
            i++;
    }
}

/* SQLite wants a key with the columns' own collations behind a foreign key. */
static bool is_parent_key(const struct g_keys *k, const uint32_t *columns, size_t n)
{
    if (k->len != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (k->items[i].column != columns[i] || k->items[i].collation != GC_NONE)
            return false;
    }
    return true;
}

static bool fk_is_sound(const struct g_schema *s, const struct g_table *t, struct g_fk *fk)
{
    const struct g_table *parent = g_table_at(s, fk->ref_table);
    if (parent == NULL)
        return false;
    for (size_t i = 0; i < fk->len; i++) {
        if (!is_plain(t, fk->columns[i]))
            return false;
    }
    if (is_parent_key(&parent->pk, fk->ref_columns, fk->len))
        return true;
    if (fk->implicit)
        return false;
    for (size_t i = 0; i < parent->nuniques; i++) {
        if (is_parent_key(&parent->uniques[i].keys, fk->ref_columns, fk->len))
            return true;
    }
    return false;
}

/* Of two keys over the same columns SQLite runs the actions, and the checks, in the order in which
 * they are written, which is no part of a schema: they must not contradict each other. */
static void agree_with_earlier(const struct g_table *t, struct g_fk *fk)
{
    for (const struct g_fk *e = t->fks; e < fk; e++) {
        if (e->ref_table != fk->ref_table || e->len != fk->len ||
            memcmp(e->columns, fk->columns, fk->len * sizeof(*fk->columns)) != 0)
            continue;
        fk->on_delete = e->on_delete;
        fk->on_update = e->on_update;
        fk->deferral = e->deferral;
        return;
    }
}

static void repair_foreign_keys(const struct g_schema *s, struct g_table *t)
{
    for (size_t i = 0; i < t->nfks;) {
        if (fk_is_sound(s, t, &t->fks[i]))
            agree_with_earlier(t, &t->fks[i++]);
        else
            REMOVE_AT(t->fks, t->nfks, i);
    }
}

static bool view_is_sound(const struct g_schema *s, struct g_view *v, size_t before)
{
    const struct g_table *t = g_table_at(s, v->table);
    if (t == NULL) {
        for (size_t i = 0; i < before; i++) {
            if (s->views[i].uid == v->table && v->len == 0 && v->join == 0)
                return true;
        }
        return false;
    }
    for (size_t i = 0; i < v->len;) {
        if (g_column_at(t, v->columns[i]) == NULL)
            REMOVE_AT(v->columns, v->len, i);
        else
            i++;
    }
    if (g_column_at(t, v->where.column) == NULL)
        v->where.column = 0;
    if (v->join == v->table || g_table_at(s, v->join) == NULL)
        v->join = 0;
    return true;
}

static void repair_views(struct g_schema *s)
{
    for (size_t i = 0; i < s->nviews;) {
        struct g_view *v = &s->views[i];
        if (view_is_sound(s, v, i)) {
            v->named = v->named && v->len > 0;
            i++;
        } else {
            REMOVE_AT(s->views, s->nviews, i);
        }
    }
}

static bool trigger_is_sound(struct g_schema *s, struct g_trigger *tr)
{
    const struct g_table *t = g_table_at(s, tr->table), *target = g_table_at(s, tr->target);
    if ((t == NULL && g_view_find(s, tr->table) == NULL) || target == NULL)
        return false;
    if (!is_plain(target, tr->target_column))
        return false;
    if (t == NULL) {
        tr->timing = 2;
        tr->nof = 0;
        tr->when.column = 0;
        return true;
    }
    tr->timing = tr->timing == 2 ? 1 : tr->timing;
    for (size_t i = 0; i < tr->nof;) {
        if (g_column_at(t, tr->of[i]) == NULL || (i == 1 && tr->of[0] == tr->of[1]))
            REMOVE_AT(tr->of, tr->nof, i);
        else
            i++;
    }
    tr->nof = tr->event == 1 ? tr->nof : 0;
    if (g_column_at(t, tr->when.column) == NULL)
        tr->when.column = 0;
    return true;
}

void g_repair(struct g_schema *s)
{
    for (size_t i = 0; i < s->ntables; i++) {
        repair_columns(&s->tables[i]);
        repair_primary_key(&s->tables[i]);
        repair_constraints(&s->tables[i]);
    }
    for (size_t i = 0; i < s->ntables; i++)
        repair_foreign_keys(s, &s->tables[i]);
    repair_views(s);
    for (size_t i = 0; i < s->ntriggers;) {
        if (trigger_is_sound(s, &s->triggers[i]))
            i++;
        else
            REMOVE_AT(s->triggers, s->ntriggers, i);
    }
}

#include "dialect/sqlite/ddl-unit.h"

#include <stdlib.h>

#include "base/str.h"
#include "dialect/sqlite/affinity.h"
#include "dialect/sqlite/ddl-legal.h"
#include "sql/ast.h"

bool change_is_real(const struct change *c)
{
    return !c->cosmetic && !c->follows_rename;
}

bool unit_is_virtual(const struct table *t)
{
    return t && name_is_set(t->module);
}

bool column_is_generated(const struct column *c)
{
    return c->generated_kind != GENERATED_NO;
}

bool column_has_default(const struct column *c)
{
    return c->def && !(c->def->expr && c->def->expr->kind == EXPR_NULL);
}

bool column_is_key_alias(const struct table *t, const struct column *c)
{
    const struct primary_key *pk = table_primary_key(&t->base);
    return pk && pk->rowid_alias && pk->keys.items[0].column.key == c->base.name.key;
}

bool column_renamed(const struct column_pair *p)
{
    return p->from && p->to &&
           (!name_eq(p->from->base.name, p->to->base.name) ||
               !str_eq(p->from->base.name.spelling, p->to->base.name.spelling));
}

bool column_altered(const struct column_pair *p)
{
    if (!p->change || p->change->op != CHANGE_MODIFY || !change_is_real(p->change))
        return false;
    return (p->change->fields & ~field_mask(KIND_COLUMN, FIELD_COSMETIC)) != 0;
}

bool column_loses_values(const struct column_pair *p)
{
    return p->from && !column_is_generated(p->from) && (!p->to || column_is_generated(p->to));
}

bool column_gains_values(const struct column_pair *p)
{
    return p->to && !column_is_generated(p->to) && (!p->from || column_is_generated(p->from));
}

bool column_converts(const struct sqd *s, const struct table_unit *u, const struct column_pair *p)
{
    if (!p->from || !p->to || column_is_generated(p->from) || column_is_generated(p->to))
        return false;
    bool filled = column_has_default(p->to) || sqd_fill(s, &u->to->base, &p->to->base);
    return (p->to->not_null && !p->from->not_null && filled &&
               !column_is_key_alias(u->to, p->to)) ||
           !affinity_keeps(affinity_of(u->from, p->from), affinity_of(u->to, p->to));
}

/* Both sides of every child change, to the change. */
static void index_children(struct sqd *s, const struct change *c, struct map *out)
{
    size_t n = c && c->children ? c->children->len : 0;
    for (size_t i = 0; i < n; i++) {
        struct change *child = &c->children->items[i];
        if (child->from)
            map_put_ptr(s->scratch, out, child->from, child);
        if (child->to)
            map_put_ptr(s->scratch, out, child->to, child);
    }
}

static void pair_target(struct table_unit *u, const struct map *changes)
{
    for (size_t i = 0; u->to && i < u->to->base.children.len; i++) {
        const struct object *o = u->to->base.children.items[i];
        if (o->kind != KIND_COLUMN)
            continue;
        struct column_pair *p = &u->pairs[u->npairs++];
        p->to = (const struct column *)o;
        p->change = map_get_ptr(changes, o);
        if (p->change)
            p->from = (const struct column *)p->change->from;
        else if (u->from)
            p->from = table_column(&u->from->base, o->name.key);
    }
}

static void pair_dropped(struct table_unit *u, const struct map *changes)
{
    for (size_t i = 0; u->from && i < u->from->base.children.len; i++) {
        const struct object *o = u->from->base.children.items[i];
        const struct change *c = o->kind == KIND_COLUMN ? map_get_ptr(changes, o) : NULL;
        if (o->kind != KIND_COLUMN || (u->to && !(c && c->op == CHANGE_DROP)))
            continue;
        struct column_pair *p = &u->pairs[u->npairs++];
        p->from = (const struct column *)o;
        p->change = c;
    }
}

static struct table_unit *unit_make(
    struct sqd *s, const struct table *from, const struct table *to, const struct change *c)
{
    struct table_unit *u = arena_new(s->scratch, struct table_unit);
    struct map changes = {0};
    size_t n = (from ? from->base.children.len : 0) + (to ? to->base.children.len : 0);

    u->change = c;
    u->from = from;
    u->to = to;
    u->renamed = c && c->op == CHANGE_MODIFY && c->renamed;
    u->pairs = arena_array(s->scratch, struct column_pair, n + 1);
    index_children(s, c, &changes);
    pair_target(u, &changes);
    pair_dropped(u, &changes);
    u->current = arena_array(s->scratch, struct flash_str, u->npairs + 1);
    for (size_t i = 0; i < u->npairs; i++)
        if (u->pairs[i].from)
            u->current[i] = u->pairs[i].from->base.name.spelling;
    *vec_push(s->scratch, &s->units) = u;
    if (from)
        map_put_ptr(s->scratch, &s->unit_of, from, u);
    if (to)
        map_put_ptr(s->scratch, &s->unit_of, to, u);
    return u;
}

struct table_unit *unit_find(const struct sqd *s, const struct object *table)
{
    return map_get_ptr(&s->unit_of, table);
}

static void rebuild(struct table_unit *u, const char *why)
{
    if (u->how != UNIT_REBUILD)
        u->why = why;
    u->how = UNIT_REBUILD;
}

static void at_least_alter(struct table_unit *u)
{
    if (u->how == UNIT_NOTHING)
        u->how = UNIT_ALTER;
}

static void decide_column(struct sqd *s, struct table_unit *u, struct column_pair *p)
{
    const char *why = NULL;

    if (column_renamed(p)) {
        why = legal_rename_column(s, u, p);
        p->by_copy = why != NULL;
    }

    if (!p->from)
        why = legal_add_column(s, u, p->to);
    else if (!p->to)
        why = legal_drop_column(s, u, p->from);
    else if (column_altered(p))
        why = why ? why : "definition of a column";
    else if (!column_renamed(p))
        return;
    at_least_alter(u);
    if (why)
        rebuild(u, why);
}

static void decide_constraint(struct table_unit *u, const struct change *c)
{
    const struct column *column = NULL;

    if (!change_is_real(c))
        return;
    if (c->op == CHANGE_ADD && legal_inline_constraint(u, c->to, &column))
        return;
    rebuild(u, kind_info(change_object(c)->kind)->name);
}

/* Fields of the table itself: STRICT, WITHOUT ROWID. */
static void decide_table(struct table_unit *u)
{
    uint64_t fields = u->change->fields & ~field_mask(KIND_TABLE, FIELD_COSMETIC);

    if (u->renamed)
        at_least_alter(u);
    if (fields == 0)
        return;
    if (u->from->strict != u->to->strict)
        rebuild(u, "STRICT");
    else if (u->from->without_rowid != u->to->without_rowid)
        rebuild(u, "WITHOUT ROWID");
    else
        rebuild(u, "attributes");
}

/* ALTER TABLE appends: would the columns stand as the target says? */
static bool order_is_kept(const struct table_unit *u)
{
    uint32_t last = 0;
    bool added = false;

    for (size_t i = 0; i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (!p->to)
            continue;
        if (!p->from) {
            added = true;
            continue;
        }
        if (added || p->from->position < last)
            return false;
        last = p->from->position;
    }
    return true;
}

static void decide_modify(struct sqd *s, struct table_unit *u)
{
    const struct change_list *children = u->change->children;

    decide_table(u);
    for (size_t i = 0; i < u->npairs; i++)
        decide_column(s, u, &u->pairs[i]);
    for (size_t i = 0; children && i < children->len; i++) {
        const struct change *c = &children->items[i];
        enum kind k = change_object(c)->kind;
        if (k != KIND_COLUMN && k != KIND_INDEX)
            decide_constraint(u, c);
    }
    if (s->opt->strict_columns && u->how != UNIT_REBUILD && !order_is_kept(u))
        rebuild(u, "order of the columns");
}

static bool same_module(const struct table *a, const struct table *b)
{
    if (!name_eq(a->module, b->module) || a->module_args.len != b->module_args.len)
        return false;
    for (size_t i = 0; i < a->module_args.len; i++)
        if (!str_eq(a->module_args.items[i].spelling, b->module_args.items[i].spelling))
            return false;
    return true;
}

static int decide(struct sqd *s, struct table_unit *u)
{
    if (!u->from || !u->to) {
        u->how = u->from ? UNIT_DROP : UNIT_CREATE;
    } else if (unit_is_virtual(u->from) || unit_is_virtual(u->to)) {
        u->how = same_module(u->from, u->to) ? UNIT_ALTER : UNIT_REPLACE;
    } else if (u->change->op == CHANGE_MODIFY && (change_is_real(u->change) || u->renamed)) {
        decide_modify(s, u);
    }
    return u->to && !unit_is_virtual(u->to) ? legal_engine(s, u->to) : 0;
}

int units_make(struct sqd *s)
{
    for (size_t i = 0; i < s->c->changes->len; i++) {
        const struct change *c = &s->c->changes->items[i];
        if (change_object(c)->kind != KIND_TABLE || c->cosmetic)
            continue;
        struct table_unit *u =
            unit_make(s, (const struct table *)c->from, (const struct table *)c->to, c);
        int rc = decide(s, u);
        if (rc < 0)
            return rc;
    }
    return 0;
}

int unit_force_rebuild(struct sqd *s, const struct object *t, const char *why)
{
    struct table_unit *u = unit_find(s, t);

    if (!u) {
        const struct object *to = sqd_counterpart(s, t);
        if (!to)
            return 0;
        u = unit_make(s, (const struct table *)t, (const struct table *)to, NULL);
    }
    if (u->how == UNIT_NOTHING || u->how == UNIT_ALTER)
        rebuild(u, why);
    return 0;
}

static int unit_cmp(const void *va, const void *vb)
{
    const struct table_unit *a = *(struct table_unit *const *)va;
    const struct table_unit *b = *(struct table_unit *const *)vb;
    const struct object *x = a->to ? &a->to->base : &a->from->base;
    const struct object *y = b->to ? &b->to->base : &b->from->base;
    return object_cmp(x, y);
}

void units_sort(struct sqd *s)
{
    if (s->units.len > 1)
        qsort(s->units.items, s->units.len, sizeof(struct table_unit *), unit_cmp);
}

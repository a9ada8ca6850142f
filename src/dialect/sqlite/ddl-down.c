#include "dialect/sqlite/ddl-down.h"

#include "base/str.h"
#include "dialect/sqlite/ddl-broken.h"
#include "dialect/sqlite/ddl-mention.h"
#include "schema/refs.h"

static bool is_dependent(const struct object *o)
{
    return o->kind == KIND_VIEW || o->kind == KIND_TRIGGER;
}

static bool follows(const struct sqd *s, const struct object *o)
{
    const struct change *c = sqd_change_of(s, o);
    return c && c->follows_rename;
}

/* By key, not only by spelling: references say another name afterwards. */
static bool moves(struct name from, struct name to)
{
    return !name_eq(from, to);
}

/* A foreign key of another table that is not planned stays as it is, or follows a rename by itself.
 */
static bool is_planned(const struct sqd *s, const struct object *table, const struct object *fk)
{
    const struct table_unit *u = unit_find(s, table);
    const struct change_list *l = u && u->change ? u->change->children : NULL;

    for (size_t i = 0; l && i < l->len; i++)
        if (l->items[i].from == fk)
            return true;
    return false;
}

/* p: the column of the parent that moves; NULL = the parent itself. What a copy renames, nobody
 * carries along. */
static int force_referrer(
    struct sqd *s, const struct table_unit *u, const struct object *o, const struct column_pair *p)
{
    const struct symbol *column = p ? p->from->base.name.key : NULL;

    for (size_t i = 0; i < o->children.len; i++) {
        const struct foreign_key *fk = (const struct foreign_key *)o->children.items[i];
        if (fk->base.kind != KIND_FOREIGN_KEY || fk->ref_table.key != u->from->base.name.key ||
            (column && !mention_in_names(&fk->ref_columns, column)))
            continue;
        if ((p && p->by_copy) || !is_planned(s, o, &fk->base))
            return unit_force_rebuild(s, o, "foreign key that keeps a name which moves");
    }
    return 0;
}

static int force_referrers(struct sqd *s, const struct table_unit *u, const struct column_pair *p)
{
    const struct object *t = &u->from->base;
    const struct object_list *l = dep_index_get(sqd_deps(s), t->ns.key, t->name.key);

    for (size_t i = 0; i < l->len; i++) {
        int rc = l->items[i]->kind == KIND_TABLE && l->items[i] != t
                     ? force_referrer(s, u, l->items[i], p)
                     : 0;
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* A column that goes by a rebuild while another takes its name: first it is renamed out of the way.
 */
static bool is_moved_away(const struct table_unit *u, const struct column_pair *p)
{
    if (p->to || u->how != UNIT_REBUILD)
        return false;
    for (size_t i = 0; i < u->npairs; i++)
        if (column_renamed(&u->pairs[i]) && !u->pairs[i].by_copy &&
            name_eq(u->pairs[i].to->base.name, p->from->base.name))
            return true;
    return false;
}

static bool column_moves(const struct table_unit *u, const struct column_pair *p)
{
    if (p->from && p->to)
        return moves(p->from->base.name, p->to->base.name);
    return p->from && is_moved_away(u, p);
}

int takedown_force(struct sqd *s)
{
    /* Forced units come at the end of the list and move nothing themselves. */
    size_t n = s->units.len;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < n; i++) {
        struct table_unit *u = s->units.items[i];
        if (!u->from || !u->to)
            continue;
        if (moves(u->from->base.name, u->to->base.name))
            rc = force_referrers(s, u, NULL);
        for (size_t k = 0; rc == 0 && k < u->npairs; k++)
            if (column_moves(u, &u->pairs[k]))
                rc = force_referrers(s, u, &u->pairs[k]);
    }
    return rc;
}

static void add_up(struct sqd *s, struct takedown *t, const struct object *o)
{
    if (o && is_dependent(o) && !map_put_ptr(s->scratch, &t->is_up, o, (void *)(uintptr_t)o))
        object_list_add(s->scratch, &t->up, (struct object *)(uintptr_t)o);
}

static void take_down(struct sqd *s, struct takedown *t, const struct object *o)
{
    if (!map_put_ptr(s->scratch, &t->is_down, o, (void *)(uintptr_t)o)) {
        object_list_add(s->scratch, &t->down, (struct object *)(uintptr_t)o);
        add_up(s, t, sqd_counterpart(s, o));
    }
}

static void take_changed(struct sqd *s, struct takedown *t)
{
    for (size_t i = 0; i < s->c->changes->len; i++) {
        const struct change *c = &s->c->changes->items[i];
        if (!is_dependent(change_object(c)) || !change_is_real(c))
            continue;
        if (c->from)
            take_down(s, t, c->from);
        else
            add_up(s, t, c->to);
    }
}

/* ALTER TABLE that makes SQLite read every view and trigger again. */
static bool reads_schema_again(const struct table_unit *u)
{
    if (u->renamed)
        return true;
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if ((column_renamed(p) && !p->by_copy) || is_moved_away(u, p) ||
            (u->how == UNIT_ALTER && !p->to))
            return true;
    }
    return false;
}

static bool same_refs(const struct object *a, const struct object *b)
{
    if (a->refs.len != b->refs.len)
        return false;
    for (size_t i = 0; i < a->refs.len; i++)
        if (ref_cmp(&a->refs.items[i], &b->refs.items[i]) != 0)
            return false;
    return true;
}

/* The same text may mean something else in the target. */
static void take_fragile(struct sqd *s, struct takedown *t)
{
    struct column_space from = {.s = s->from, .arena = s->scratch};
    struct column_space target = {.s = s->to, .arena = s->scratch};

    for (size_t i = 0; i < s->from->objects.len; i++) {
        const struct object *o = s->from->objects.items[i];
        const struct object *to = is_dependent(o) ? sqd_counterpart(s, o) : NULL;
        if (!to)
            continue;
        if (object_is_broken(&from, o) || object_is_broken(&target, to) ||
            (!follows(s, o) && !same_refs(o, to)))
            take_down(s, t, o);
    }
}

static void take_mentions(struct sqd *s, struct takedown *t, const struct object *of,
    const struct symbol *column, bool followers)
{
    const struct object_list *l = dep_index_get(sqd_deps(s), of->ns.key, of->name.key);

    for (size_t i = 0; i < l->len; i++) {
        const struct object *o = l->items[i];
        if (is_dependent(o) && (followers || !follows(s, o)) &&
            mention_in_refs(o, of->name.key, column))
            take_down(s, t, o);
    }
}

static void take_of_unit(struct sqd *s, struct takedown *t, const struct table_unit *u)
{
    if (!u->from)
        return;
    if (!u->to || moves(u->from->base.name, u->to->base.name))
        take_mentions(s, t, &u->from->base, NULL, false);
    for (size_t i = 0; u->to && i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (column_moves(u, p) || (p->from && !p->to))
            take_mentions(s, t, &u->from->base, p->from->base.name.key, false);
    }
}

static void take_of_copied(struct sqd *s, struct takedown *t)
{
    for (size_t i = 0; i < s->units.len; i++) {
        const struct table_unit *u = s->units.items[i];
        for (size_t k = 0; k < u->npairs; k++)
            if (u->pairs[k].by_copy)
                take_mentions(s, t, &u->from->base, u->pairs[k].from->base.name.key, true);
    }
}

/* What stands on a view that is away stands on nothing. The list grows while it is walked. */
static void take_above(struct sqd *s, struct takedown *t)
{
    for (size_t i = 0; i < t->down.len; i++) {
        const struct object *v = t->down.items[i];
        if (v->kind != KIND_VIEW)
            continue;
        const struct object_list *l = dep_index_get(sqd_deps(s), v->ns.key, v->name.key);
        for (size_t k = 0; k < l->len; k++)
            if (is_dependent(l->items[k]))
                take_down(s, t, l->items[k]);
    }
}

/* DROP VIEW takes the view's triggers along. */
static void take_triggers_of_views(struct sqd *s, struct takedown *t)
{
    size_t n = t->down.len;
    for (size_t i = 0; i < n; i++) {
        const struct object *v = t->down.items[i];
        if (v->kind != KIND_VIEW)
            continue;
        const struct object_list *l = dep_index_get(sqd_deps(s), v->ns.key, v->name.key);
        for (size_t k = 0; k < l->len; k++) {
            const struct trigger *g = (const struct trigger *)l->items[k];
            if (g->base.kind == KIND_TRIGGER && g->table.key == v->name.key)
                take_down(s, t, &g->base);
        }
    }
}

/* A rebuild drops the table and with it its triggers. */
static void put_back_triggers(struct sqd *s, struct takedown *t)
{
    for (size_t i = 0; i < s->units.len; i++) {
        const struct table_unit *u = s->units.items[i];
        if (u->how != UNIT_REBUILD && u->how != UNIT_REPLACE)
            continue;
        const struct object *o = &u->from->base;
        const struct object_list *l = dep_index_get(sqd_deps(s), o->ns.key, o->name.key);
        for (size_t k = 0; k < l->len; k++) {
            const struct trigger *g = (const struct trigger *)l->items[k];
            if (g->base.kind == KIND_TRIGGER && g->table.key == o->name.key)
                add_up(s, t, sqd_counterpart(s, &g->base));
        }
    }
}

/* The table or view of a trigger takes it along. */
static bool goes_with_parent(const struct sqd *s, const struct takedown *t, const struct object *o)
{
    if (o->kind != KIND_TRIGGER)
        return false;
    const struct object *on =
        schema_relation(s->from, o->ns.key, ((const struct trigger *)o)->table.key);
    if (!on)
        return false;
    const struct table_unit *u = on->kind == KIND_TABLE ? unit_find(s, on) : NULL;
    return map_get_ptr(&t->is_down, on) || (u && (u->how == UNIT_DROP || u->how == UNIT_REPLACE));
}

static void leave_out_triggers(const struct sqd *s, struct takedown *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->down.len; i++)
        if (!goes_with_parent(s, t, t->down.items[i]))
            t->down.items[n++] = t->down.items[i];
    t->down.len = n;
}

static bool need_testing(const struct sqd *s)
{
    for (size_t i = 0; i < s->units.len; i++) {
        const struct table_unit *u = s->units.items[i];
        if (u->from && u->to && reads_schema_again(u))
            return true;
    }
    return false;
}

/* Views before views that use them, triggers last. */
static void order_up(struct sqd *s, struct takedown *t)
{
    struct {
        VEC(struct topo_edge) list;
    } edges = {0};
    struct map at = {0};
    size_t n = t->up.len;
    uint32_t *place = arena_array(s->scratch, uint32_t, n + 1);
    uint32_t *order = arena_array(s->scratch, uint32_t, n + 1);
    struct object **sorted = arena_array(s->scratch, struct object *, n + 1);

    object_list_sort(&t->up);
    for (size_t i = 0; i < n; i++) {
        place[i] = (uint32_t)i;
        map_put_ptr(s->scratch, &at, t->up.items[i], &place[i]);
    }
    for (size_t i = 0; i < n; i++) {
        const struct object *o = t->up.items[i];
        for (size_t k = 0; o->kind == KIND_VIEW && k < o->refs.len; k++) {
            const struct ref *r = &o->refs.items[k];
            const struct object *on = schema_relation(s->to, r->ns, r->name);
            const uint32_t *before = on ? map_get_ptr(&at, on) : NULL;
            if (before)
                *vec_push(s->scratch, &edges.list) = (struct topo_edge){*before, (uint32_t)i};
        }
    }
    topo_sort_lax(n, edges.list.items, edges.list.len, *s->scratch, order);
    for (size_t i = 0; i < n; i++)
        sorted[i] = t->up.items[order[i]];
    t->up.items = sorted;
}

void takedown_make(struct sqd *s, struct takedown *t)
{
    *t = (struct takedown){0};
    take_changed(s, t);
    take_of_copied(s, t);
    if (need_testing(s)) {
        take_fragile(s, t);
        for (size_t i = 0; i < s->units.len; i++)
            take_of_unit(s, t, s->units.items[i]);
        take_above(s, t);
    }
    take_triggers_of_views(s, t);
    put_back_triggers(s, t);
    leave_out_triggers(s, t);
    object_list_sort(&t->down);
    order_up(s, t);
}

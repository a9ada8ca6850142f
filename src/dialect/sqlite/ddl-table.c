#include "dialect/sqlite/ddl-table.h"

#include "base/error.h"
#include "base/str.h"
#include "dialect/sqlite/ddl-column.h"
#include "dialect/sqlite/ddl-legal.h"
#include "dialect/sqlite/ddl-rename.h"
#include "dialect/sqlite/ddl-risk.h"
#include "dialect/sqlite/ddl-virtual.h"
#include "dialect/sqlite/park-index.h"

/* Older ones do not carry a rename into views, triggers and foreign keys. */
#define VERSION_RENAME 3026000u

void table_create(struct sqd *s, const struct table_unit *u)
{
    const struct object *o = &u->to->base;
    sqd_step(
        s, STEP_DDL, o, sqd_cause(s, "add %.*s", STR_ARG(sqd_title(s, o))), sqd_create_text(s, o));
}

void table_drop(struct sqd *s, const struct table_unit *u, bool parked)
{
    const struct object *o = &u->from->base;
    struct flash_str title = sqd_title(s, o);
    struct step *step = sqd_step(s, STEP_DDL, o, sqd_cause(s, "drop %.*s", STR_ARG(title)),
        sqd_text(s, "DROP TABLE %I", o->name.spelling));

    if (virtual_is_external(u->from))
        return;
    if (!parked)
        step->reversible = REVERSIBLE_STRUCTURE;
    if (sqd_has_rows(s, o)) {
        struct hazard *h = sqd_hazard(s, "DS102", o, "drops %.*s and its rows", STR_ARG(title));
        h->covered = h->covered || parked;
    }
}

static int refuse_old_engine(struct sqd *s, const struct object *o)
{
    if (s->version >= VERSION_RENAME)
        return 0;
    return sqd_refuse(s, o, "a rename needs SQLite 3.26");
}

static void rename_table_step(struct sqd *s, const struct rename_move *m)
{
    const struct table_unit *u = m->wish->payload;
    struct flash_str title = sqd_title(s, &u->from->base);

    sqd_step(s, STEP_DDL, &u->to->base,
        sqd_cause(s, "rename %.*s to %.*s", STR_ARG(title), STR_ARG(u->to->base.name.spelling)),
        sqd_text(s, "ALTER TABLE %I RENAME TO %I", m->from, m->to));
    if (m->last && !name_eq(u->from->base.name, u->to->base.name))
        sqd_hazard(s, "BC101", NULL, "renames %.*s", STR_ARG(title));
}

int tables_rename(struct sqd *s)
{
    struct rename_wish *wishes = arena_array(s->scratch, struct rename_wish, s->units.len + 1);
    struct rename_moves moves = {0};
    size_t n = 0;

    for (size_t i = 0; i < s->units.len; i++) {
        const struct table_unit *u = s->units.items[i];
        if (!u->renamed || u->how == UNIT_REPLACE)
            continue;
        int rc = refuse_old_engine(s, &u->from->base);
        if (rc < 0)
            return rc;
        wishes[n++] = (struct rename_wish){u->from->base.name, u->to->base.name, u};
    }
    rename_order(s, wishes, n, false, &moves);
    for (size_t i = 0; i < moves.list.len; i++)
        rename_table_step(s, &moves.list.items[i]);
    return 0;
}

void table_drop_columns(struct sqd *s, const struct table_unit *u,
    bool (*is_parked)(const struct sqd *s, const struct column *c))
{
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column *c = u->pairs[i].from;
        if (u->pairs[i].to)
            continue;
        struct step *step = sqd_step(s, STEP_DDL, &u->to->base,
            sqd_cause(s, "drop %.*s", STR_ARG(sqd_title(s, &c->base))),
            sqd_text(s, "ALTER TABLE %I DROP COLUMN %I", u->to->base.name.spelling,
                c->base.name.spelling));
        step->rewrites = step->scans = c->generated_kind != GENERATED_VIRTUAL;
        if (!column_is_generated(c) && !is_parked(s, c))
            step->reversible = REVERSIBLE_STRUCTURE;
        risk_of_lost_column(s, u, c, is_parked(s, c));
    }
}

/* In a rebuilt table the dropped columns are still there. */
static bool must_move_away(const struct table_unit *u, const struct column *dropped)
{
    for (size_t i = 0; u->how == UNIT_REBUILD && i < u->npairs; i++)
        if (column_renamed(&u->pairs[i]) && name_eq(u->pairs[i].to->base.name, dropped->base.name))
            return true;
    return false;
}

static struct flash_str free_column_name(struct sqd *s, const struct table_unit *u)
{
    for (;;) {
        struct flash_str name = sqd_temp_name(s);
        const struct symbol *key = s->dialect->syntax.fold(name);
        if (!table_column(&u->from->base, key) && !table_column(&u->to->base, key))
            return name;
    }
}

static size_t collect_wishes(struct sqd *s, struct table_unit *u, struct rename_wish *wishes)
{
    size_t n = 0;
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (p->from && !p->to && must_move_away(u, p->from)) {
            struct flash_str away = free_column_name(s, u);
            struct name to = {away, s->dialect->syntax.fold(away)};
            wishes[n++] = (struct rename_wish){p->from->base.name, to, &u->current[i]};
        }
    }
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (column_renamed(p) && !p->by_copy)
            wishes[n++] =
                (struct rename_wish){p->from->base.name, p->to->base.name, &u->current[i]};
    }
    return n;
}

static void rename_column_step(struct sqd *s, struct table_unit *u, const struct rename_move *m)
{
    size_t i = (size_t)((const struct flash_str *)m->wish->payload - u->current);
    const struct column_pair *p = &u->pairs[i];
    struct flash_str title = sqd_title(s, &p->from->base);

    sqd_step(s, STEP_DDL, &u->to->base,
        sqd_cause(s, "rename %.*s to %.*s", STR_ARG(title), STR_ARG(m->wish->to.spelling)),
        sqd_text(
            s, "ALTER TABLE %I RENAME COLUMN %I TO %I", u->to->base.name.spelling, m->from, m->to));
    u->current[i] = m->to;
    if (m->last && p->to && !name_eq(p->from->base.name, p->to->base.name))
        sqd_hazard(s, "BC102", NULL, "renames %.*s", STR_ARG(title));
}

void table_rename_columns(struct sqd *s, struct table_unit *u)
{
    struct rename_wish *wishes = arena_array(s->scratch, struct rename_wish, u->npairs + 1);
    struct rename_moves moves = {0};
    size_t n = collect_wishes(s, u, wishes);

    rename_order(s, wishes, n, true, &moves);
    for (size_t i = 0; i < moves.list.len; i++)
        rename_column_step(s, u, &moves.list.items[i]);
}

static void add_inline_constraints(
    struct sqd *s, struct strbuf *b, const struct table_unit *u, const struct column *c)
{
    const struct change_list *l = u->change->children;

    for (size_t i = 0; l && i < l->len; i++) {
        const struct change *x = &l->items[i];
        const struct column *host = NULL;
        if (x->op == CHANGE_ADD && legal_inline_constraint(u, x->to, &host) && host == c)
            column_add_constraint(s, b, x->to);
    }
}

static void fill_step(struct sqd *s, const struct table_unit *u, const struct column *c)
{
    const struct fill *f = sqd_fill(s, &u->to->base, &c->base);
    if (!f || column_is_generated(c) || !sqd_has_rows(s, &u->from->base))
        return;
    struct step *step = sqd_step(s, STEP_DATA, &u->to->base,
        sqd_cause(s, "fill %.*s", STR_ARG(sqd_title(s, &c->base))),
        sqd_text(s, "UPDATE %I SET %I = (%T)", u->to->base.name.spelling, c->base.name.spelling,
            f->expr));
    step->rewrites = step->scans = true;
    object_list_add(s->scratch, &s->moved, (struct object *)(uintptr_t)&u->to->base);
}

void table_add_columns(struct sqd *s, const struct table_unit *u)
{
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column *c = u->pairs[i].to;
        struct strbuf b;
        if (u->pairs[i].from)
            continue;
        sqd_strbuf(s, &b);
        sqd_add(s, &b, "ALTER TABLE %I ADD COLUMN %T", u->to->base.name.spelling,
            column_definition(s, c));
        add_inline_constraints(s, &b, u, c);
        sqd_step(s, STEP_DDL, &u->to->base,
            sqd_cause(s, "add %.*s", STR_ARG(sqd_title(s, &c->base))), strbuf_str(&b));
        risk_of_inline_constraints(s, u, c);
        fill_step(s, u, c);
    }
}

static const struct change *index_change(const struct table_unit *u, const struct object *index)
{
    const struct change_list *l = u->change ? u->change->children : NULL;
    for (size_t i = 0; l && i < l->len; i++)
        if (l->items[i].from == index || l->items[i].to == index)
            return &l->items[i];
    return NULL;
}

void table_drop_indexes(struct sqd *s, const struct table_unit *u)
{
    const struct change_list *l = u->change ? u->change->children : NULL;

    for (size_t i = 0; l && i < l->len; i++) {
        const struct change *c = &l->items[i];
        if (!c->from || c->from->kind != KIND_INDEX || !change_is_real(c))
            continue;
        const struct index *x = (const struct index *)c->from;
        struct flash_str title = sqd_title(s, c->from);
        sqd_step(s, STEP_DDL, u->to ? &u->to->base : &u->from->base,
            sqd_cause(s, "%s %.*s", change_verb(c), STR_ARG(title)),
            sqd_text(s, "DROP INDEX %I", c->from->name.spelling));
        if (x->unique && !c->to)
            sqd_hazard(s, "CD102", NULL, "drops unique %.*s", STR_ARG(title));
    }
}

static void create_index(
    struct sqd *s, const struct table_unit *u, const struct object *o, const char *verb)
{
    struct step *step = sqd_step(s, STEP_DDL, &u->to->base,
        sqd_cause(s, "%s %.*s", verb, STR_ARG(sqd_title(s, o))), sqd_create_text(s, o));
    step->scans = u->from != NULL;
}

static bool waits_for_rows(
    const struct sqd *s, const struct table_unit *u, const struct object *index)
{
    const struct index *x = (const struct index *)index;
    return x->unique ? park_index_waits(s, u, x) : u->rows_return;
}

static bool is_new_or_changed(const struct table_unit *u, const struct change *c)
{
    return !u->from || (c && change_is_real(c));
}

static void create_changed_index(
    struct sqd *s, const struct table_unit *u, const struct object *o, const struct change *c)
{
    create_index(s, u, o, c ? change_verb(c) : "add");
    if (u->from && ((const struct index *)o)->unique && sqd_has_rows(s, &u->from->base))
        sqd_hazard(s, "MF101", &u->from->base, "unique %.*s: duplicates in the rows make it fail",
            STR_ARG(sqd_title(s, o)));
}

void table_create_indexes(struct sqd *s, const struct table_unit *u, bool late)
{
    for (size_t i = 0; i < u->to->base.children.len; i++) {
        const struct object *o = u->to->base.children.items[i];
        const struct change *c = o->kind == KIND_INDEX ? index_change(u, o) : NULL;
        if (o->kind != KIND_INDEX || late != waits_for_rows(s, u, o))
            continue;
        if (is_new_or_changed(u, c))
            create_changed_index(s, u, o, c);
        else if (late && u->how == UNIT_REBUILD)
            create_index(s, u, o, "put back");
    }
}

void table_recreate_indexes(struct sqd *s, const struct table_unit *u)
{
    for (size_t i = 0; i < u->to->base.children.len; i++) {
        const struct object *o = u->to->base.children.items[i];
        if (o->kind == KIND_INDEX && !is_new_or_changed(u, index_change(u, o)) &&
            !waits_for_rows(s, u, o))
            create_index(s, u, o, "put back");
    }
}

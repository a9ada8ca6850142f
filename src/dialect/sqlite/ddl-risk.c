#include "dialect/sqlite/ddl-risk.h"

#include "base/str.h"
#include "dialect/sqlite/affinity.h"
#include "dialect/sqlite/ddl-legal.h"
#include "dialect/sqlite/park.h"

void risk_of_lost_column(
    struct sqd *s, const struct table_unit *u, const struct column *c, bool parked)
{
    if (column_is_generated(c) || !sqd_has_rows(s, &u->from->base))
        return;
    struct hazard *h = sqd_hazard(
        s, "DS103", &c->base, "drops %.*s and its values", STR_ARG(sqd_title(s, &c->base)));
    h->covered = h->covered || parked;
}

/* What a constraint that the rows have not met yet may do. */
static const struct {
    enum kind kind;
    const char *code, *text;
} new_constraints[] = {
    {KIND_PRIMARY_KEY, "MF107", "duplicates or NULL in the rows make it fail"},
    {KIND_UNIQUE, "MF101", "duplicates in the rows make it fail"},
    {KIND_CHECK, "MF105", "rows that break it make it fail"},
    {KIND_FOREIGN_KEY, "MF106", "rows without a parent make it fail"},
};

static void risk_of_new_constraint(
    struct sqd *s, const struct table_unit *u, const struct object *o)
{
    for (size_t i = 0; i < ARRAY_LEN(new_constraints); i++)
        if (new_constraints[i].kind == o->kind)
            sqd_hazard(s, new_constraints[i].code, &u->from->base, "%.*s: %s",
                STR_ARG(sqd_title(s, o)), new_constraints[i].text);
}

void risk_of_inline_constraints(struct sqd *s, const struct table_unit *u, const struct column *c)
{
    const struct change_list *l = u->change->children;

    for (size_t i = 0; l && i < l->len && sqd_has_rows(s, &u->from->base); i++) {
        const struct column *host = NULL;
        /* A foreign key comes with NULL in every row: nothing can break. */
        if (l->items[i].op == CHANGE_ADD && l->items[i].to->kind == KIND_CHECK &&
            legal_inline_constraint(u, l->items[i].to, &host) && host == c)
            risk_of_new_constraint(s, u, l->items[i].to);
    }
}

static void risk_of_dropped_constraint(struct sqd *s, const struct change *c)
{
    const struct object *o = c->from;
    bool is_fk = o->kind == KIND_FOREIGN_KEY;

    if (is_fk || o->kind == KIND_CHECK || o->kind == KIND_UNIQUE || o->kind == KIND_PRIMARY_KEY)
        sqd_hazard(s, is_fk ? "CD101" : "CD102", NULL, "drops %.*s", STR_ARG(sqd_title(s, o)));
}

static void risk_of_column_change(struct sqd *s, const struct column_pair *p)
{
    struct flash_str title = sqd_title(s, &p->to->base);

    if (p->by_copy && !name_eq(p->from->base.name, p->to->base.name))
        sqd_hazard(s, "BC102", NULL, "renames %.*s", STR_ARG(sqd_title(s, &p->from->base)));
    if (p->from->not_null && !p->to->not_null)
        sqd_hazard(s, "CD103", NULL, "%.*s may be NULL from now on", STR_ARG(title));
    if (p->to->not_null && column_has_default(p->from) && !column_has_default(p->to))
        sqd_hazard(s, "BC106", NULL, "%.*s has no default any more", STR_ARG(title));
}

void risk_of_structure(struct sqd *s, const struct table_unit *u)
{
    const struct change_list *l = u->change ? u->change->children : NULL;

    for (size_t i = 0; l && i < l->len; i++)
        if (l->items[i].op == CHANGE_DROP)
            risk_of_dropped_constraint(s, &l->items[i]);
    for (size_t i = 0; i < u->npairs; i++)
        if (u->pairs[i].from && u->pairs[i].to && u->pairs[i].change)
            risk_of_column_change(s, &u->pairs[i]);
}

static void risk_of_not_null(struct sqd *s, const struct table_unit *u, const struct column_pair *p)
{
    struct flash_str title = sqd_title(s, &p->to->base);
    bool was = p->from && p->from->not_null;

    if (!p->to->not_null || was || column_is_generated(p->to) ||
        column_is_key_alias(u->to, p->to) || sqd_fill(s, &u->to->base, &p->to->base))
        return;
    if (!p->from && !column_has_default(p->to))
        sqd_hazard(
            s, "MF103", &u->from->base, "new %.*s is NOT NULL and has no default", STR_ARG(title));
    else if (p->from && column_has_default(p->to)) {
        sqd_hazard(s, "MF104", &u->from->base, "NULL in %.*s becomes the default", STR_ARG(title));
        /* On the way back it would have to be NULL again. */
        if (s->opt->data == DATA_PARK && !park_can_hold_values(s, u))
            sqd_hazard(
                s, "DS107", &p->from->base, "NULL in %.*s does not come back", STR_ARG(title));
    } else if (p->from)
        sqd_hazard(s, "MF104", &u->from->base, "NULL in %.*s makes it fail", STR_ARG(title));
}

/* SQLite numbers rows whose INTEGER PRIMARY KEY is NULL. */
static void risk_of_new_alias(
    struct sqd *s, const struct table_unit *u, const struct column_pair *p)
{
    if (p->from && column_is_key_alias(u->to, p->to) && !p->from->not_null &&
        !column_is_key_alias(u->from, p->from) && s->opt->data == DATA_PARK)
        sqd_hazard(s, "DS107", &u->from->base, "NULL in %.*s becomes a number",
            STR_ARG(sqd_title(s, &p->to->base)));
}

static void risk_of_type(struct sqd *s, const struct table_unit *u, const struct column_pair *p)
{
    if (!p->from || column_is_generated(p->from) || column_is_generated(p->to))
        return;
    enum affinity from = affinity_of(u->from, p->from), to = affinity_of(u->to, p->to);
    struct flash_str title = sqd_title(s, &p->to->base);
    bool any = to == AFFINITY_BLOB && !str_eq_nocase(p->to->type.text, STR("BLOB"));
    bool same = u->from->strict && from == to;

    if (u->to->strict && !any && !same)
        sqd_hazard(s, "MF108", &u->from->base, "values of %.*s that are no %.*s make it fail",
            STR_ARG(title), STR_ARG(p->to->type.text));
    if (affinity_narrows(from, to)) {
        struct hazard *h =
            sqd_hazard(s, "DS107", &p->from->base, "values of %.*s may change", STR_ARG(title));
        h->covered = h->covered || park_can_hold_values(s, u);
    }
}

void risk_of_copy(struct sqd *s, const struct table_unit *u)
{
    const struct change_list *l = u->change ? u->change->children : NULL;

    if (!sqd_has_rows(s, &u->from->base))
        return;
    sqd_hazard(s, "LK150", &u->from->base, "rebuilds %.*s", STR_ARG(sqd_title(s, &u->to->base)));
    for (size_t i = 0; i < u->npairs; i++) {
        if (!u->pairs[i].to)
            continue;
        risk_of_not_null(s, u, &u->pairs[i]);
        risk_of_type(s, u, &u->pairs[i]);
        risk_of_new_alias(s, u, &u->pairs[i]);
    }
    for (size_t i = 0; l && i < l->len; i++)
        if (l->items[i].to && l->items[i].op != CHANGE_DROP && change_is_real(&l->items[i]))
            risk_of_new_constraint(s, u, l->items[i].to);
}

#include "dialect/sqlite/ddl.h"

#include "base/error.h"
#include "base/str.h"
#include "dialect/sqlite/ddl-down.h"
#include "dialect/sqlite/ddl-needs.h"
#include "dialect/sqlite/ddl-other.h"
#include "dialect/sqlite/ddl-rebuild.h"
#include "dialect/sqlite/ddl-risk.h"
#include "dialect/sqlite/ddl-table.h"
#include "dialect/sqlite/ddl-virtual.h"
#include "dialect/sqlite/park-return.h"

#define VERSION_ASSUMED 3040000u /* when nobody says: what flash is built with at least */

static void index_changes(struct sqd *s)
{
    for (size_t i = 0; i < s->c->changes->len; i++) {
        struct change *c = &s->c->changes->items[i];
        if (c->from)
            map_put_ptr(s->scratch, &s->change_of, c->from, c);
        if (c->to)
            map_put_ptr(s->scratch, &s->change_of, c->to, c);
    }
}

static uint64_t first_park(const struct ddl_options *o)
{
    uint64_t n = o->next_park > 0 ? o->next_park : 1;
    for (size_t i = 0; o->parked && i < o->parked->len; i++)
        if (o->parked->items[i].n >= n)
            n = o->parked->items[i].n + 1;
    return n;
}

static int prepare(struct sqd *s, struct ddl_context *c, struct arena *scratch,
    struct step_list *out, struct flash_error *err)
{
    *s = (struct sqd){.c = c,
        .from = c->from,
        .to = c->to,
        .opt = c->options,
        .dialect = dialect_of(c->to),
        .version = c->options->engine_version ? c->options->engine_version : VERSION_ASSUMED,
        .perm = c->arena,
        .scratch = scratch,
        .out = out,
        .err = err,
        .next_park = first_park(c->options)};
    index_changes(s);
    int rc = units_make(s);
    if (rc == 0)
        rc = takedown_force(s);
    units_sort(s);
    park_find_returns(s);
    return rc;
}

static void drop_dependents(struct sqd *s, const struct takedown *t, enum kind k, const char *word)
{
    for (size_t i = 0; i < t->down.len; i++) {
        const struct object *o = t->down.items[i];
        if (o->kind != k)
            continue;
        const char *verb = sqd_counterpart(s, o) ? "take down" : "drop";
        sqd_step(s, STEP_DDL, o, sqd_cause(s, "%s %.*s", verb, STR_ARG(sqd_title(s, o))),
            sqd_text(s, "DROP %s %I", word, o->name.spelling));
    }
}

static void risk_of_view(struct sqd *s, const struct object *o)
{
    const struct change *c = sqd_change_of(s, o);
    if (o->kind == KIND_VIEW && c && c->op == CHANGE_MODIFY && change_is_real(c))
        sqd_hazard(s, "BC110", NULL, "changes %.*s", STR_ARG(sqd_title(s, o)));
}

static void create_dependents(struct sqd *s, const struct takedown *t, enum kind k)
{
    for (size_t i = 0; i < t->up.len; i++) {
        const struct object *o = t->up.items[i];
        if (o->kind != k)
            continue;
        const struct change *c = sqd_change_of(s, o);
        const char *verb = c && change_is_real(c) ? change_verb(c) : "put back";
        sqd_step(s, STEP_DDL, o, sqd_cause(s, "%s %.*s", verb, STR_ARG(sqd_title(s, o))),
            sqd_create_text(s, o));
        risk_of_view(s, o);
    }
}

static void drop_tables(struct sqd *s)
{
    for (size_t i = 0; i < s->units.len; i++) {
        const struct table_unit *u = s->units.items[i];
        if (u->how == UNIT_DROP || u->how == UNIT_REPLACE)
            table_drop(s, u, park_holds_table(s, u->from));
        else if (u->from)
            table_drop_indexes(s, u);
    }
}

static int move_names(struct sqd *s)
{
    int rc = tables_rename(s);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < s->units.len; i++) {
        struct table_unit *u = s->units.items[i];
        if (u->how == UNIT_ALTER && !unit_is_virtual(u->to))
            table_drop_columns(s, u, park_holds_column);
        if (u->how == UNIT_ALTER || u->how == UNIT_REBUILD)
            table_rename_columns(s, u);
    }
    return 0;
}

static void change_table(struct sqd *s, const struct table_unit *u)
{
    if (u->how == UNIT_CREATE || u->how == UNIT_REPLACE)
        table_create(s, u);
    else if (u->how == UNIT_ALTER && !unit_is_virtual(u->to))
        table_add_columns(s, u);
    else if (u->how == UNIT_REBUILD)
        table_rebuild(s, u);
}

/* Virtual tables may read the others when they are made. */
static void change_tables(struct sqd *s, bool virtual)
{
    for (size_t i = 0; i < s->units.len; i++)
        if (unit_is_virtual(s->units.items[i]->to) == virtual)
            change_table(s, s->units.items[i]);
}

/* Over rows that return, an index is built when they are there: it is quicker, and a unique one may
 * not stand the defaults in between. */
static void create_indexes(struct sqd *s, bool late)
{
    for (size_t i = 0; i < s->units.len; i++)
        if (s->units.items[i]->to)
            table_create_indexes(s, s->units.items[i], late);
}

/*
 * The order: what hangs on tables comes down; names become free; tables and columns take their new
 * names, so that SQLite carries them into what stays; then the tables themselves, indexes, rows
 * that return, and what hangs on tables again, triggers last, so that none fires.
 */
static int sqlite_plan(struct ddl_context *c, struct step_list *out, struct flash_error *err)
{
    struct arena scratch = c->scratch;
    struct takedown t;
    struct sqd s;
    int rc = prepare(&s, c, &scratch, out, err);

    if (rc < 0)
        return rc;
    takedown_make(&s, &t);
    park_before_return(&s);
    park_leave(&s);
    drop_dependents(&s, &t, KIND_TRIGGER, "TRIGGER");
    drop_dependents(&s, &t, KIND_VIEW, "VIEW");
    rc = others_drop(&s);
    if (rc < 0)
        return rc;
    drop_tables(&s);
    rc = move_names(&s);
    if (rc < 0)
        return rc;
    change_tables(&s, false);
    change_tables(&s, true);
    create_indexes(&s, false);
    park_come_back(&s);
    create_indexes(&s, true);
    create_dependents(&s, &t, KIND_VIEW);
    others_create(&s);
    virtual_rebuild_steps(&s);
    create_dependents(&s, &t, KIND_TRIGGER);
    if (s.too_big)
        return error_set(err, FLASH_ETOOBIG,
            "a statement of the plan is over the limit of %zu bytes", SQD_TEXT_MAX);
    return 0;
}

static void sqlite_needs_fill(struct ddl_context *c, struct fill_need_list *out)
{
    struct arena scratch = c->scratch;
    struct step_list none = {0};
    struct sqd s;

    if (prepare(&s, c, &scratch, &none, NULL) == 0)
        needs_find(&s, out);
}

static const char *const before[] = {"PRAGMA foreign_keys = OFF", "BEGIN IMMEDIATE", NULL};
static const char *const after[] = {"COMMIT", NULL};

const struct ddl sqlite_ddl = {
    .before = before,
    .after = after,
    .plan = sqlite_plan,
    .needs_fill = sqlite_needs_fill,
    .sweep = park_sweep,
};

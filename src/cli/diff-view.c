#include "cli/diff-view.h"

#include "cli/cli.h"
#include "cli/show-changes.h"
#include "plan/plan.h"
#include "repo/config.h"
#include "repo/ledger.h"
#include "repo/repo.h"

#define PLAN_TEXT_MAX ((size_t)1 << 30)

static bool strict_columns(struct cli *c)
{
    struct config *config;

    return c->repo && repo_config(c->repo, &config, NULL) == 0 &&
           str_eq(config_text(config, "schema.columnOrder"), STR("strict"));
}

static bool is_wanted(const struct diff_view *v, const struct object *o, struct arena scratch)
{
    return o && objglob_match(v->objects, o, scratch);
}

static void narrow_changes(struct cli *c, struct diff_view *v, const struct change_list *all)
{
    v->changes = (struct change_list){0};
    for (size_t i = 0; i < all->len; i++) {
        const struct change *g = &all->items[i];

        if (is_wanted(v, g->from, c->scratch) || is_wanted(v, g->to, c->scratch))
            *change_add(c->perm, &v->changes) = *g;
    }
}

/* Steps of the objects that were named. A step without an object serves those around it. */
static void narrow_steps(struct cli *c, struct diff_view *v)
{
    struct step_list *steps = &v->plan->steps;
    size_t kept = 0;
    bool any = false;

    for (size_t i = 0; i < steps->len; i++) {
        const struct object *o = steps->items[i].object;

        if (o && !is_wanted(v, o, c->scratch))
            continue;
        any |= o != NULL;
        steps->items[kept++] = steps->items[i];
    }
    steps->len = any ? kept : 0;
    v->plan->empty = steps->len == 0;
}

static int make_plan(struct cli *c, struct diff_view *v, struct flash_error *err)
{
    struct plan_options o = {
        .diff = {.renames = v->renames, .strict_columns = strict_columns(c)},
        .ddl = {.strict_columns = strict_columns(c)},
        .hash = ledger_blob_hash,
    };
    int rc;

    v->plan = arena_new(c->perm, struct plan);
    rc = plan_make(v->from, v->to, &o, c->perm, c->scratch, v->plan, err);
    if (rc < 0)
        return rc;
    v->changes = v->plan->changes;
    if (v->objects && v->objects->len) {
        narrow_changes(c, v, &v->plan->changes);
        narrow_steps(c, v);
    }
    return 0;
}

int diff_view_make(struct cli *c, struct diff_view *v, bool plan, struct flash_error *err)
{
    struct diff_options o = {.renames = v->renames, .strict_columns = strict_columns(c)};
    struct change_list all = {0};
    int rc;

    if (plan || v->hazards)
        return make_plan(c, v, err);
    rc = diff_schemas(v->from, v->to, &o, c->perm, c->scratch, &all, err);
    if (rc < 0)
        return rc;
    v->changes = all;
    if (v->objects && v->objects->len)
        narrow_changes(c, v, &all);
    return 0;
}

static int print_sql(struct cli *c, const struct diff_view *v, struct flash_error *err)
{
    struct arena scratch = c->scratch;
    struct strbuf text;

    strbuf_init(&text, &scratch, PLAN_TEXT_MAX);
    plan_print(v->plan, PLAN_PRINT_CAUSES | (v->hazards ? PLAN_PRINT_HAZARDS : 0), &text);
    if (strbuf_check(&text, "the plan's text", err) < 0)
        return FLASH_ETOOBIG;
    if (v->plan->empty)
        return 0;
    out_printf(c->out, "-- %.*s -> %.*s\n", STR_ARG(v->from_label), STR_ARG(v->to_label));
    out_str(c->out, strbuf_str(&text));
    return 0;
}

static void print_hazards(struct cli *c, const struct plan *p)
{
    for (size_t i = 0; i < p->steps.len; i++) {
        const struct hazard_list *l = &p->steps.items[i].hazards;

        for (size_t h = 0; h < l->len; h++) {
            out_color(c->out, COLOR_WARNING);
            out_printf(c->out, "%s", l->items[h].code);
            out_color(c->out, COLOR_NONE);
            out_printf(c->out, " %.*s\n", STR_ARG(l->items[h].text));
        }
    }
}

int diff_view_print(
    struct cli *c, const struct diff_view *v, enum diff_format format, struct flash_error *err)
{
    switch (format) {
    case FORMAT_DEFAULT:
    case FORMAT_JSON:
    case FORMAT_SQL: return print_sql(c, v, err);
    case FORMAT_TEXT: show_changes_text(c->out, c->scratch, &v->changes); break;
    case FORMAT_STAT: show_changes_stat(c->out, c->scratch, &v->changes); break;
    case FORMAT_TREE: show_changes_tree(c->out, c->scratch, &v->changes); break;
    }
    if (v->hazards && v->plan)
        print_hazards(c, v->plan);
    return 0;
}

void diff_view_json(const struct diff_view *v, struct json *j)
{
    json_key(j, "changes");
    show_changes_json(j, &v->changes);
    if (!v->plan)
        return;
    json_key(j, "plan");
    plan_json(v->plan, j);
}

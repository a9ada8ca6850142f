#include "repo/move-route.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "objects/graph/graph.h"
#include "objects/store/store.h"
#include "repo/endpoint.h"
#include "repo/move-edge.h"
#include "repo/move-look.h"
#include "repo/move-plan.h"
#include "repo/move-written.h"
#include "repo/snapshot.h"

/* One step of the way through history, forward or back. */
struct hop {
    struct oid from, to; /* commits */
    struct oid keeper;   /* the later of them: keeps the migrations of the edge */
};
struct hops {
    struct hop *items;
    size_t len, cap;
};

struct routing {
    struct mover *m;
    struct store *store;
    const char *folder;
    struct arena scratch;
    struct flash_error *err;
    struct hops hops;
    /* How far the legs go by now. */
    const struct schema *at;
    struct oid at_schema, at_commit;
};

static struct flash_str key_of(const struct oid *id)
{
    return (struct flash_str){(const char *)id->b, sizeof(id->b)};
}

/* The parent through which base is reached, the first of several; NULL = none. */
static const struct oid *parent_towards(
    const struct commit *c, const struct oid *base, const struct map *on_way)
{
    for (size_t i = 0; i < c->nparents; i++)
        if (oid_eq(&c->parents[i], base) || map_get(on_way, key_of(&c->parents[i])))
            return &c->parents[i];
    return NULL;
}

/* Commits from tip down to base along one line, tip first. */
static int line_to_base(struct routing *r, const struct oid *tip, const struct oid *base,
    struct arena *a, struct oid_list *out)
{
    struct graph_walk walk = {
        .include = tip, .ninclude = 1, .exclude = base, .nexclude = 1, .reverse = true};
    struct oid_list all = {0};
    struct map on_way = {0};
    struct commit c = {0};

    int rc = graph_walk(r->store, &walk, a, &all, r->err);
    /* Parents come before children: what descends from base is known in one pass. */
    for (size_t i = 0; rc == 0 && i < all.len; i++) {
        rc = commit_read(r->store, &all.items[i], a, &c, r->err);
        if (rc == 0 && parent_towards(&c, base, &on_way))
            map_put(a, &on_way, key_of(&all.items[i]), &all.items[i]);
    }
    struct oid at = *tip;
    while (rc == 0 && !oid_eq(&at, base)) {
        *vec_push(a, out) = at;
        rc = commit_read(r->store, &at, a, &c, r->err);
        const struct oid *next = rc == 0 ? parent_towards(&c, base, &on_way) : NULL;
        if (!next)
            break;
        at = *next;
    }
    return rc;
}

/* Back from where the database is to the last common commit, then forward. */
static int find_hops(struct routing *r, const struct oid *from, const struct oid *to)
{
    struct arena *a = r->m->a;
    struct oid_list bases = {0}, back = {0}, forward = {0};

    int rc = graph_merge_bases(r->store, from, to, a, &bases, r->err);
    if (rc < 0 || bases.len == 0)
        return rc;
    const struct oid *base = &bases.items[0];
    rc = line_to_base(r, from, base, a, &back);
    if (rc == 0)
        rc = line_to_base(r, to, base, a, &forward);
    for (size_t i = 0; rc == 0 && i < back.len; i++) {
        const struct oid *next = i + 1 < back.len ? &back.items[i + 1] : base;
        *vec_push(a, &r->hops) = (struct hop){back.items[i], *next, back.items[i]};
    }
    for (size_t i = forward.len; rc == 0 && i > 0; i--) {
        const struct oid *last = i < forward.len ? &forward.items[i] : base;
        *vec_push(a, &r->hops) = (struct hop){*last, forward.items[i - 1], forward.items[i - 1]};
    }
    return rc;
}

static int find_renames(struct routing *r, const struct oid *to_commit, const struct schema *to,
    const struct rename_list **out)
{
    const struct mover *m = r->m;
    struct endpoint_context context = {.repo = m->repo, .dialect = m->dialect};
    struct rename_list *renames = arena_new(m->a, struct rename_list);
    struct endpoint a = {.kind = ENDPOINT_REVISION, .dialect = m->dialect, .commit = r->at_commit};
    struct endpoint b = {.kind = ENDPOINT_REVISION, .dialect = m->dialect, .commit = *to_commit};

    *out = renames;
    /* To the end the caller knows them, hints of working files among them. */
    if (to == m->to && r->at == m->live) {
        *out = m->renames;
        return 0;
    }
    if (oid_is_zero(&a.commit) || oid_is_zero(&b.commit))
        return 0;
    return endpoint_renames(&context, &a, &b, m->a, renames, r->err);
}

/* A planned leg from where the legs end now, unless nothing is between. */
static int add_planned(struct routing *r, const struct oid *commit, const struct schema *to)
{
    struct move_leg leg = {.from = r->at, .to = to, .from_live = r->at == r->m->live};

    if (move_same(r->m, r->at, to, r->scratch))
        return 0;
    int rc = find_renames(r, commit, to, &leg.renames);
    if (rc == 0)
        *vec_push(r->m->a, &r->m->legs) = leg;
    return rc;
}

/* What is carried along stands in m->to, which no file is named for. */
static int refuse_carried(const struct move_edge *e, struct flash_error *err)
{
    error_set(err, FLASH_EREFUSED,
        "uncommitted changes cannot be carried over a hand-written migration (%.*s)",
        STR_ARG(e->source));
    return error_hint(
        err, "keep them with 'flash commit --from db', or let them go with '--discard'");
}

static int add_written(
    struct routing *r, const struct hop *hop, const struct move_edge *e, const struct schema *to)
{
    struct mover *m = r->m;
    struct move_leg leg = {
        .from = r->at, .to = to, .source = e->source, .from_live = r->at == m->live};

    int rc = find_renames(r, &hop->to, to, &leg.renames);
    if (rc == 0)
        rc = move_written_steps(m, e, &leg.steps, r->err);
    if (rc == 0)
        rc = move_written_try(m, e, leg.from, to, &leg.steps, r->scratch, r->err);
    if (rc < 0)
        return rc;
    move_written_hazards(m, leg.from, to, leg.renames, &leg.steps, r->scratch);
    *vec_push(m->a, &m->legs) = leg;
    return 0;
}

static int load(struct routing *r, const struct oid *commit, const struct oid *schema,
    const struct schema **out)
{
    struct schema *s = NULL;

    if (oid_eq(schema, &r->m->to_oid)) {
        *out = r->m->to;
        return 0;
    }
    int rc = snapshot_load(r->store, commit, r->m->a, &s, r->err);
    if (rc == 0)
        *out = s;
    return rc;
}

/* Where the legs end now, when that is the written leg's start but for what is cosmetic. */
static int reach(struct routing *r, const struct oid *commit, const struct oid *schema)
{
    const struct schema *start = NULL;

    if (oid_eq(&r->at_schema, schema)) {
        r->at_commit = *commit;
        return 0;
    }
    int rc = load(r, commit, schema, &start);
    if (rc == 0)
        rc = add_planned(r, commit, start);
    if (rc < 0)
        return rc;
    if (r->m->legs.len > 0)
        r->at = start;
    r->at_schema = *schema;
    r->at_commit = *commit;
    return 0;
}

static int take_hop(struct routing *r, const struct hop *hop)
{
    const struct schema *end = NULL;
    struct oid from, to;
    struct move_edge edge;

    int rc = snapshot_schema_oid(r->store, &hop->from, r->scratch, &from, r->err);
    if (rc == 0)
        rc = snapshot_schema_oid(r->store, &hop->to, r->scratch, &to, r->err);
    /* A migration of rows alone has no name for the way back. */
    if (rc < 0 || (oid_eq(&from, &to) && oid_eq(&hop->keeper, &hop->from)))
        return rc;
    move_edge_name(&edge, r->m->a, &from, &to);
    rc = move_edge_find(r->m->repo, &hop->keeper, r->folder, r->m->a, &edge, r->err);
    if (rc < 0 || !edge.found)
        return rc;
    if (r->m->report->drift_carried)
        return refuse_carried(&edge, r->err);
    rc = reach(r, &hop->from, &from);
    if (rc == 0)
        rc = load(r, &hop->to, &to, &end);
    if (rc == 0)
        rc = add_written(r, hop, &edge, end);
    if (rc < 0)
        return rc;
    r->at = end;
    r->at_schema = to;
    r->at_commit = hop->to;
    return 0;
}

/* To what is no commit only a file that is named by exactly these two schemas leads. */
static int take_file(struct routing *r)
{
    struct mover *m = r->m;
    const struct hop none = {0};
    struct move_edge edge;

    if (oid_eq(&m->live_oid, &m->to_oid))
        return 0;
    move_edge_name(&edge, m->a, &m->live_oid, &m->to_oid);
    int rc = move_edge_file(m->repo, r->folder, m->a, &edge, r->err);
    if (rc == 0 && edge.found)
        rc = add_written(r, &none, &edge, m->to);
    if (rc == 0 && edge.found)
        r->at = m->to;
    return rc;
}

static bool any_written(const struct mover *m)
{
    for (size_t i = 0; i < m->legs.len; i++)
        if (m->legs.items[i].source.len > 0)
            return true;
    return false;
}

static int close_route(struct routing *r, const struct oid *to)
{
    struct mover *m = r->m;

    if (!any_written(m)) {
        m->legs.len = 0;
        return 0;
    }
    return r->at == m->to ? 0 : add_planned(r, to, m->to);
}

int move_route(struct mover *m, const struct oid *from, const struct oid *to, struct arena scratch,
    struct flash_error *err)
{
    struct routing r = {.m = m,
        .scratch = scratch,
        .err = err,
        .at = m->live,
        .at_schema = m->live_oid,
        .at_commit = *from};

    m->legs.len = 0;
    m->routed_from = m->live;
    if (!m->repo || !m->conn || repo_store(m->repo, &r.store, NULL) < 0)
        return 0;
    int rc = move_edge_folder(m->repo, m->a, &r.folder, err);
    if (rc == 0 && oid_is_zero(to))
        rc = take_file(&r);
    else if (rc == 0 && !oid_is_zero(from) && store_has(r.store, from))
        rc = find_hops(&r, from, to);
    for (size_t i = 0; rc == 0 && i < r.hops.len; i++)
        rc = take_hop(&r, &r.hops.items[i]);
    return rc == 0 ? close_route(&r, to) : rc;
}

/* Hazards of a later leg name tables as they will be then: nobody can count their rows now. */
static void append_steps(struct mover *m, const struct move_leg *leg, const struct step_list *steps,
    struct step_list *out)
{
    for (size_t i = 0; i < steps->len; i++) {
        struct step s = steps->items[i];

        s.hazards = (struct hazard_list){0};
        for (size_t j = 0; j < steps->items[i].hazards.len; j++) {
            struct hazard h = steps->items[i].hazards.items[j];
            if (!leg->from_live)
                h.object = NULL;
            *vec_push(m->a, &s.hazards) = h;
        }
        *vec_push(m->a, out) = s;
    }
}

static bool loses_data(const struct step_list *steps)
{
    for (size_t i = 0; i < steps->len; i++)
        for (size_t j = 0; j < steps->items[i].hazards.len; j++)
            if (move_is_loss(&steps->items[i].hazards.items[j]))
                return true;
    return false;
}

static int plan_leg(struct mover *m, const struct move_leg *leg, const struct plan_options *options,
    struct plan *out, struct arena scratch, struct flash_error *err)
{
    struct plan_options o = *options;

    o.hash = NULL;
    o.diff.renames = leg->renames;
    /* Only the first leg finds the tables that are there now. */
    if (!leg->from_live)
        o.ddl.has_rows = NULL;
    return plan_make(leg->from_live ? m->live : leg->from, leg->to, &o, m->a, scratch, out, err);
}

static int add_legs(struct mover *m, const struct plan_options *options, struct plan *out,
    struct plan *first, struct arena scratch, struct flash_error *err)
{
    struct plan_options o = *options;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < m->legs.len; i++) {
        const struct move_leg *leg = &m->legs.items[i];
        struct plan one = {.steps = leg->steps};

        if (leg->source.len == 0)
            rc = plan_leg(m, leg, &o, &one, scratch, err);
        if (rc < 0)
            break;
        if (leg->source.len == 0 && leg->from_live)
            *first = one;
        append_steps(m, leg, &one.steps, &out->steps);
        /* No leg parks more often than it has steps. */
        o.ddl.next_park += one.steps.len;
    }
    return rc;
}

int move_route_plan(struct mover *m, const struct plan_options *options, struct plan *out,
    struct plan *first, struct arena scratch, struct flash_error *err)
{
    struct plan p = {.from = m->live, .to = m->to};
    struct strbuf b;

    *first = (struct plan){0};
    /* The legs were laid out from here. */
    if (m->live != m->routed_from && !move_same(m, m->live, m->routed_from, scratch))
        return move_changed(m, err);
    int rc = diff_schemas(m->live, m->to, &options->diff, m->a, scratch, &p.changes, err);
    if (rc == 0)
        rc = add_legs(m, options, &p, first, scratch, err);
    if (rc < 0)
        return rc;
    p.empty = p.steps.len == 0;
    p.loses_data = loses_data(&p.steps);
    strbuf_init(&b, &scratch, LIMIT_FILES_TOTAL);
    plan_checksum_input(&p.steps, m->dialect->syntax.name, &b);
    ledger_blob_hash(NULL, strbuf_str(&b), p.hash);
    *out = p;
    return 0;
}

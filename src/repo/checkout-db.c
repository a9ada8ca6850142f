#include "repo/checkout-db.h"

#include "base/error.h"
#include "base/str.h"
#include "objects/graph/graph.h"
#include "repo/carry.h"
#include "repo/config.h"
#include "repo/copy.h"
#include "repo/move-look.h"
#include "repo/move-plan.h"
#include "repo/move-route.h"
#include "repo/move-run.h"
#include "repo/snapshot.h"

/* The named target, the default one, or the only one that checkout may move. Not found is no error
 * unless it was named. */
static int find_target(struct checkout_move *c, bool *found, struct flash_error *err)
{
    struct flash_error own = {0};
    const char *name = c->o->target;

    *found = false;
    if (c->o->no_db) {
        c->out->db = CHECKOUT_DB_OFF;
        return 0;
    }
    if (!target_any(c->repo)) {
        c->out->db = CHECKOUT_DB_NONE;
        return 0;
    }
    int rc = target_find(c->repo, name, c->a, &c->out->move.target, &own);
    if (rc == FLASH_ENOTFOUND && !name && !own.file[0]) {
        c->out->db = CHECKOUT_DB_NOT_DEV;
        return 0;
    }
    if (rc < 0) {
        if (err)
            *err = own;
        return rc;
    }
    if (c->out->move.target.role != TARGET_DEV) {
        c->out->db = CHECKOUT_DB_NOT_DEV;
        c->out->move.role = c->out->move.target.role;
        return 0;
    }
    *found = true;
    return 0;
}

/* Whatever keeps it from being reached, the rest can still be switched. */
static int unreachable(struct checkout_move *c, struct flash_error *own, struct flash_error *err)
{
    bool about_database = own->code == FLASH_ENOTFOUND || own->code == FLASH_EACCESS ||
                          own->code == FLASH_EIO || own->code == FLASH_ELOCKED ||
                          own->code == FLASH_EDATABASE || own->code == FLASH_EUNSUPPORTED;

    if (!err)
        return (int)own->code;
    *err = *own;
    if (own->code == FLASH_ENOTFOUND)
        return error_hint(
            err, "make it with 'flash apply', or switch HEAD and files alone with '--no-db'");
    if (!about_database)
        return (int)own->code;
    if (own->hint[0])
        return error_hint(err, "%.250s; or switch HEAD and files alone with '--no-db'", own->hint);
    (void)c;
    return error_hint(err, "to switch HEAD and files alone give '--no-db'");
}

static int empty_schema(const struct dialect *d, struct arena *a, const struct schema **out)
{
    struct schema *s = schema_new(a, &d->syntax);
    struct diags diags;

    diags_init(&diags, a);
    d->finish(s, &diags);
    *out = s;
    return 0;
}

static int load_schema(struct checkout_move *c, const struct oid *commit, const struct schema **out,
    struct flash_error *err)
{
    struct store *store = NULL;
    struct schema *s = NULL;

    if (oid_is_zero(commit))
        return empty_schema(c->m.dialect, c->a, out);
    int rc = repo_store(c->repo, &store, err);
    if (rc == 0)
        rc = snapshot_load(store, commit, c->a, &s, err);
    if (rc == 0)
        *out = s;
    return rc;
}

static int load_target_schema(
    struct checkout_move *c, struct arena scratch, struct flash_error *err)
{
    struct mover *m = &c->m;
    int rc = load_schema(c, &c->to, &m->to, err);

    if (rc == 0)
        rc = snapshot_oid(m->to, scratch, &m->to_oid, err);
    if (rc < 0)
        return rc;
    m->to_commit = move_commit_hex(c->a, &c->to);
    m->branch = c->to_branch;
    m->leaving = m->report->head.branch.len > 0 ? m->report->head.branch : c->before.branch;
    m->report->to_commit = m->to_commit;
    m->report->to_schema = move_recorded(m, &m->to_oid);
    return 0;
}

static int refuse_drift(struct checkout_move *c, struct flash_error *err)
{
    const struct move_report *r = &c->out->move;

    error_set(err, FLASH_EDRIFT, "database '%.*s' is neither as its record says nor as HEAD",
        STR_ARG(r->target.display));
    if (r->head.present)
        error_detail(
            err, "recorded %.*s, found %.*s", STR_ARG(r->head.schema), STR_ARG(r->from_schema));
    else
        error_detail(err, "it has no record of flash, and its schema is not HEAD's");
    return error_hint(err, "keep its changes with 'flash commit --from db', take them along with "
                           "'--carry', let them go with '--discard', or leave it with '--no-db'");
}

/* A dev database is clean when it is as recorded, or as HEAD; the second is recorded as adopted. */
static int check_clean(struct checkout_move *c, struct arena scratch, struct flash_error *err)
{
    struct move_report *r = &c->out->move;
    struct mover *m = &c->m;
    const struct schema *head = NULL;

    if (r->state == MOVE_CLEAN || r->state == MOVE_EMPTY)
        return 0;
    int rc = load_schema(c, &c->before.id, &head, err);
    if (rc < 0)
        return rc;
    if (move_same(m, m->live, head, scratch) || move_same(m, m->live, m->to, scratch)) {
        bool at_head = move_same(m, m->live, head, scratch);
        r->adopts = true;
        m->adopt_commit = at_head ? move_commit_hex(c->a, &c->before.id) : m->to_commit;
        return 0;
    }
    if (c->o->discard) {
        r->drift_discarded = true;
        return 0;
    }
    if (!c->o->carry)
        return refuse_drift(c, err);
    /* Without a record, what it should be is what HEAD says. */
    if (!m->has_recorded) {
        m->has_recorded = true;
        m->recorded = head;
    }
    r->drift_carried = true;
    return carry_drift(m, err);
}

static int find_renames(struct checkout_move *c, struct flash_error *err)
{
    struct endpoint_context context = {.repo = c->repo, .dialect = c->m.dialect};
    struct rename_list *renames = arena_new(c->a, struct rename_list);
    struct endpoint from = {.kind = ENDPOINT_REVISION, .dialect = c->m.dialect};
    struct endpoint to = {.kind = ENDPOINT_REVISION, .dialect = c->m.dialect, .commit = c->to};
    struct store *store = NULL;

    c->m.renames = renames;
    from.commit = c->before.id;
    int rc = repo_store(c->repo, &store, err);
    if (rc < 0)
        return rc;
    struct oid recorded;
    if (oid_parse(c->out->move.head.commit, &recorded) && store_has(store, &recorded))
        from.commit = recorded;
    if (oid_is_zero(&from.commit) || oid_is_zero(&to.commit))
        return 0;
    return endpoint_renames(&context, &from, &to, c->a, renames, err);
}

/* A database that was taken over is where its schema is, the others where their record says. */
static int find_route(struct checkout_move *c, struct arena scratch, struct flash_error *err)
{
    struct mover *m = &c->m;
    struct oid from = {0};

    (void)oid_parse(c->out->move.adopts ? m->adopt_commit : c->out->move.head.commit, &from);
    if (oid_is_zero(&c->to))
        return 0;
    return move_route(m, &from, &c->to, scratch, err);
}

static enum data_mode data_mode(const struct checkout_move *c)
{
    return c->o->has_data ? c->o->data : c->out->move.target.data;
}

static int make_plan(struct checkout_move *c, struct arena scratch, struct flash_error *err)
{
    struct mover *m = &c->m;
    struct config *config = NULL;

    m->data = data_mode(c);
    m->fills = c->o->fills;
    m->nfills = c->o->nfills;
    m->kind = "checkout";
    m->name = move_subject(c->repo, &c->to, c->a);
    if (m->name.len == 0)
        m->name = c->to_label;
    m->timeout_ms = 10000;
    if (repo_config(c->repo, &config, NULL) == 0)
        m->timeout_ms = (unsigned)config_int(config, "core.lockTimeout") * 1000;
    int rc = find_renames(c, err);
    if (rc == 0)
        rc = find_route(c, scratch, err);
    if (rc == 0)
        rc = move_plan(m, scratch, err);
    if (rc == 0 && m->data != DATA_COPY)
        rc = move_check_losses(m, c->o->allow, c->o->nallow, err);
    if (rc < 0)
        return rc;
    if (c->out->move.adopts && c->out->move.plan.steps.len == 0)
        m->kind = "adopt";
    c->out->db = CHECKOUT_DB_MOVED;
    if (c->out->move.plan.steps.len == 0 && move_is_recorded(m) && !m->copy_from)
        c->out->db = CHECKOUT_DB_SAME;
    c->out->move.nothing = c->out->db == CHECKOUT_DB_SAME;
    return 0;
}

static int look(struct checkout_move *c, struct arena scratch, struct flash_error *err)
{
    struct flash_error own = {0};
    struct mover *m = &c->m;

    *m = (struct mover){
        .repo = c->repo, .a = c->a, .report = &c->out->move, .write = !c->o->dry_run};
    int rc = repo_dialect(c->repo, &m->dialect, err);
    if (rc < 0)
        return rc;
    rc = move_look(m, scratch, &own);
    return rc < 0 ? unreachable(c, &own, err) : 0;
}

/* The branch that its rows belong to is the one the database is on, not where HEAD is. */
static int prepare_copy(struct checkout_move *c, struct arena scratch, struct flash_error *err)
{
    const struct db_head *head = &c->out->move.head;
    struct flash_str branch = head->present ? head->branch : c->before.branch;
    struct flash_str commit = head->present ? head->commit : move_commit_hex(c->a, &c->before.id);

    c->m.data = data_mode(c);
    if (c->m.data == DATA_COPY && c->out->move.drift_carried) {
        error_set(err, FLASH_EREFUSED, "uncommitted changes cannot be carried with '--data copy'");
        return error_hint(
            err, "keep them with 'flash commit --from db', or switch with '--data park'");
    }
    return copy_prepare(&c->m, branch, commit, scratch, err);
}

int checkout_db_prepare(struct checkout_move *c, struct arena scratch, struct flash_error *err)
{
    bool found = false;
    int rc = find_target(c, &found, err);

    if (rc < 0 || !found)
        return rc;
    rc = look(c, scratch, err);
    if (rc == 0 && c->out->move.role != TARGET_DEV) {
        c->out->db = CHECKOUT_DB_NOT_DEV;
        return 0;
    }
    if (rc == 0)
        rc = load_target_schema(c, scratch, err);
    if (rc == 0)
        rc = check_clean(c, scratch, err);
    if (rc == 0)
        rc = prepare_copy(c, scratch, err);
    return rc == 0 ? make_plan(c, scratch, err) : rc;
}

#include "repo/apply.h"

#include <string.h>

#include "base/error.h"
#include "base/path.h"
#include "base/str.h"
#include "objects/graph/graph.h"
#include "objects/refs/refs.h"
#include "repo/carry.h"
#include "repo/config.h"
#include "repo/journal.h"
#include "repo/move-look.h"
#include "repo/move-plan.h"
#include "repo/move-route.h"
#include "repo/move-run.h"

#define DEFAULT_LOCK_MS 10000

struct applying {
    const struct apply_options *o;
    struct repo *repo; /* may be NULL */
    struct endpoint to;
    struct mover m;
    struct arena *a;
    struct flash_error *err;
};

int apply_target(const struct endpoint_context *c, const char *database, const char *target,
    struct arena *a, struct target *out, struct flash_error *err)
{
    if (database)
        return target_from_word(c->repo, database, c->cwd, a, out, err);
    if (c->repo)
        return target_find(c->repo, target ? target : c->target, a, out, err);
    error_set(err, FLASH_ENOTFOUND, "there is no project here, so no target either");
    return error_hint(err, "give '--db <url>', for instance '--db sqlite:dev.db'");
}

static int read_endpoint(struct applying *p, struct arena scratch)
{
    const struct apply_options *o = p->o;
    struct flash_str word = o->endpoint;

    if (word.len == 0) {
        if (!p->repo) {
            error_set(p->err, FLASH_EUSAGE, "there is no project here: say what to apply");
            return error_hint(p->err, "flash apply schema.sql --db sqlite:dev.db");
        }
        word = STR("HEAD");
    }
    int rc = endpoint_parse(o->context, word, p->a, &p->to, p->err);
    if (rc == 0)
        rc = endpoint_load(o->context, &p->to, p->a, scratch, p->err);
    if (rc == 0 && !p->to.have_oid)
        rc = endpoint_oid(o->context, &p->to, p->a, scratch, p->err);
    return rc;
}

/* "main" of refs/heads/main; tags and bare commits are no branch. */
static struct flash_str branch_of(const struct endpoint *e)
{
    if (str_starts(e->ref, STR("refs/heads/")))
        return str_skip(e->ref, strlen("refs/heads/"));
    return STR_NULL;
}

static struct flash_str head_branch(struct applying *p)
{
    struct store *store = NULL;
    struct head head;

    if (p->o->endpoint.len > 0 && !str_eq(p->o->endpoint, STR("HEAD")))
        return branch_of(&p->to);
    if (repo_store(p->repo, &store, NULL) < 0 || head_read(store, p->a, &head, NULL) < 0)
        return STR_NULL;
    return head.branch;
}

/* The commit's subject, the file's stem, else the word. */
static struct flash_str row_name(struct applying *p)
{
    struct flash_str subject = move_subject(p->repo, &p->to.commit, p->a);

    if (p->o->name.len > 0)
        return p->o->name;
    if (subject.len > 0)
        return subject;
    if (p->to.kind == ENDPOINT_PATH) {
        struct flash_str base = str_from(path_base(arena_cstr(p->a, p->to.path)));
        ptrdiff_t dot = str_find_char(base, '.', 0);
        return dot > 0 ? str_sub(base, 0, (size_t)dot) : base;
    }
    return p->to.word;
}

static unsigned lock_timeout(struct applying *p)
{
    struct config *config = NULL;

    if (p->o->lock_timeout_ms)
        return p->o->lock_timeout_ms;
    if (p->repo && repo_config(p->repo, &config, NULL) == 0)
        return (unsigned)config_int(config, "core.lockTimeout") * 1000;
    return DEFAULT_LOCK_MS;
}

static void set_target_schema(struct applying *p)
{
    struct mover *m = &p->m;

    m->to = p->to.schema;
    m->to_oid = p->to.schema_oid;
    m->data = DATA_DROP;
    m->fills = p->o->fills;
    m->nfills = p->o->nfills;
    m->kind = "apply";
    m->name = row_name(p);
    m->to_commit = move_commit_hex(p->a, &p->to.commit);
    m->branch = p->repo ? head_branch(p) : STR_NULL;
    m->leaving = m->report->head.branch;
    m->adopt_commit = m->to_commit;
    m->timeout_ms = lock_timeout(p);
    m->report->to_schema = move_recorded(m, &m->to_oid);
    m->report->to_commit = m->to_commit;
}

/* A protected database only goes forward: its recorded commit must be an ancestor of the target. */
static bool goes_forward(struct applying *p)
{
    struct store *store = NULL;
    struct oid from;

    if (!p->repo || oid_is_zero(&p->to.commit) || repo_store(p->repo, &store, NULL) < 0)
        return false;
    if (!oid_parse(p->m.report->head.commit, &from) || !store_has(store, &from))
        return false;
    return graph_is_ancestor(store, &from, &p->to.commit);
}

static int check_protected(struct applying *p)
{
    const struct move_report *r = p->m.report;
    bool is_protected = r->role == TARGET_PROTECTED || r->role == TARGET_UNKNOWN;

    if (!is_protected || r->state == MOVE_MISSING || r->state == MOVE_EMPTY)
        return 0;
    if (move_allowed(p->o->allow, p->o->nallow, "non-ff") || (r->head.present && goes_forward(p)))
        return 0;
    if (!r->head.present && move_same(&p->m, p->m.live, p->m.to, *p->a))
        return 0;
    if (!r->head.present) {
        error_set(p->err, FLASH_EREFUSED, "'%.*s' is protected and has no record of flash",
            STR_ARG(r->target.display));
        return error_hint(p->err, "apply the commit whose schema it has, so that it is adopted; or "
                                  "give '--allow non-ff'");
    }
    error_set(p->err, FLASH_EREFUSED,
        "'%.*s' is protected, and its commit %.10s is no ancestor of %.*s",
        STR_ARG(r->target.display), r->head.commit.len ? r->head.commit.ptr : "(none)",
        STR_ARG(p->to.word));
    return error_hint(p->err,
        "protected databases only go forward; to go there all the same, give '--allow non-ff'");
}

static int refuse_drift(struct applying *p)
{
    const struct move_report *r = p->m.report;

    error_set(p->err, FLASH_EDRIFT, "the schema of '%.*s' is not the one that is recorded in it",
        STR_ARG(r->target.display));
    error_detail(
        p->err, "recorded %.*s, found %.*s", STR_ARG(r->head.schema), STR_ARG(r->from_schema));
    if (r->role == TARGET_DEV)
        return error_hint(p->err,
            "keep it with 'flash commit --from db' or '--carry', or let it go with "
            "'--discard'");
    if (r->role == TARGET_SHARED)
        return error_hint(
            p->err, "see it with 'flash diff @db'; to overwrite it give '--allow drift'");
    return error_hint(p->err,
        "see it with 'flash diff'; a protected database is never moved while it has drifted");
}

static int check_drift(struct applying *p, struct arena scratch)
{
    struct move_report *r = p->m.report;
    bool same = move_same(&p->m, p->m.live, p->m.to, scratch);

    if (r->state == MOVE_UNBORN && same)
        r->adopts = true;
    if (r->state != MOVE_DRIFTED)
        return 0;
    /* Somebody did by hand what this move would do. */
    if (same && r->role != TARGET_PROTECTED && r->role != TARGET_UNKNOWN) {
        r->adopts = true;
        return 0;
    }
    if (r->role == TARGET_DEV && p->o->discard) {
        r->drift_discarded = true;
        return 0;
    }
    if (r->role == TARGET_DEV && p->o->carry) {
        r->drift_carried = true;
        return carry_drift(&p->m, p->err);
    }
    if (r->role == TARGET_SHARED && move_allowed(p->o->allow, p->o->nallow, "drift")) {
        r->drift_discarded = true;
        return 0;
    }
    return refuse_drift(p);
}

/* What is taken over as it stands is at the target already. */
static int find_route(struct applying *p, struct arena scratch)
{
    struct mover *m = &p->m;
    struct oid from = {0};

    if (m->report->adopts)
        return 0;
    (void)oid_parse(m->report->head.commit, &from);
    return move_route(m, &from, &p->to.commit, scratch, p->err);
}

static int make_plan(struct applying *p, struct arena scratch)
{
    struct mover *m = &p->m;
    struct rename_list *renames = arena_new(p->a, struct rename_list);
    struct endpoint from = {.kind = ENDPOINT_DB, .dialect = m->dialect};
    struct store *store = NULL;

    /* The recorded commit is where the renames begin. */
    if (p->repo && oid_parse(m->report->head.commit, &from.commit) &&
        repo_store(p->repo, &store, NULL) == 0 && store_has(store, &from.commit))
        from.kind = ENDPOINT_REVISION;
    int rc = endpoint_renames(p->o->context, &from, &p->to, p->a, renames, p->err);
    m->renames = renames;
    if (rc == 0)
        rc = find_route(p, scratch);
    if (rc == 0)
        rc = move_plan(m, scratch, p->err);
    if (rc == 0 && m->report->adopts && m->report->plan.steps.len == 0)
        m->kind = "adopt";
    return rc;
}

static int check_hash(struct applying *p)
{
    const struct plan *plan_made = &p->m.report->plan;

    if (p->o->plan_hash.len == 0)
        return 0;
    if (p->o->plan_hash.len >= 7 && str_starts(str_from(plan_made->hash), p->o->plan_hash))
        return 0;
    error_set(p->err, FLASH_EREFUSED, "the plan is %.12s now, not %.*s", plan_made->hash,
        STR_ARG(p->o->plan_hash));
    return error_hint(
        p->err, "look at it with '--dry-run', then give '--plan %.12s'", plan_made->hash);
}

static int begin_journal(struct applying *p, struct journal *j)
{
    const struct move_report *r = p->m.report;

    *j = (struct journal){.kind = JOURNAL_APPLY, .fd = -1, .op_before = p->m.last.op};
    if (!p->repo)
        return 0;
    j->target = r->target.name;
    j->url = r->target.display;
    j->database = true;
    j->data = STR("drop");
    j->from_commit = r->head.commit;
    j->to_commit = p->m.to_commit;
    j->from_branch = r->head.branch;
    j->to_branch = p->m.branch;
    j->imports = move_import_names(&p->m);
    int rc = repo_lock(p->repo, p->err);
    if (rc < 0)
        return rc;
    rc = journal_check(p->repo, JOURNAL_APPLY, p->err);
    if (rc == 0)
        rc = journal_begin(p->repo, j, p->a, p->err);
    repo_unlock(p->repo);
    return rc;
}

static int run(struct applying *p, struct arena scratch)
{
    struct journal j;
    int rc = begin_journal(p, &j);

    if (rc == 0 && !p->repo)
        rc = journal_new_op(&j, p->a, p->err);
    if (rc < 0)
        return rc;
    p->m.op = arena_cstr(p->a, str_from(j.op));
    p->m.started_at = j.started_at;
    rc = move_run(&p->m, scratch, p->err);
    if (j.fd >= 0) {
        if (p->m.unknown)
            journal_abandon(&j);
        else
            (void)journal_end(p->repo, &j, NULL);
    }
    return rc;
}

/* Looked at and planned: now what? */
static int go_on(struct applying *p, struct arena scratch)
{
    struct move_report *r = p->m.report;
    int rc;

    if (p->o->dry_run)
        return 0;
    rc = move_check_losses(&p->m, p->o->allow, p->o->nallow, p->err);
    if (rc == 0)
        rc = check_hash(p);
    if (rc == 0 && p->o->show)
        rc = p->o->show(p->o->payload, r, p->err);
    return rc == 0 ? run(p, scratch) : rc;
}

static int look_and_plan(struct applying *p, struct arena scratch)
{
    int rc = move_look(&p->m, scratch, p->err);

    if (rc < 0)
        return rc;
    set_target_schema(p);
    rc = check_protected(p);
    if (rc == 0)
        rc = check_drift(p, scratch);
    return rc == 0 ? make_plan(p, scratch) : rc;
}

int apply_run(const struct apply_options *o, struct arena *perm, struct arena scratch,
    struct move_report *out, struct flash_error *err)
{
    struct applying p = {.o = o, .repo = o->context->repo, .a = perm, .err = err};

    *out = (struct move_report){0};
    int rc = apply_target(o->context, o->database, o->target, perm, &out->target, err);
    if (rc == 0)
        rc = read_endpoint(&p, scratch);
    if (rc < 0)
        return rc;
    p.m = (struct mover){.repo = p.repo,
        .dialect = p.to.dialect,
        .a = perm,
        .report = out,
        .write = !o->dry_run,
        .may_create = true};
    rc = look_and_plan(&p, scratch);
    if (rc == 0 && out->plan.steps.len == 0 && move_is_recorded(&p.m))
        out->nothing = true;
    else if (rc == 0)
        rc = go_on(&p, scratch);
    move_remember(&p.m, scratch);
    move_close(&p.m);
    return rc;
}

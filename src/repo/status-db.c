#include "repo/status-db.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "base/trace.h"
#include "objects/graph/graph.h"
#include "objects/store/store.h"
#include "repo/rename.h"
#include "repo/snapshot.h"
#include "repo/target.h"

const char *status_db_word(enum status_db s)
{
    static const char *const words[] = {
        [STATUS_DB_NONE] = "none",
        [STATUS_DB_UNREACHABLE] = "unreachable",
        [STATUS_DB_UNKNOWN] = "unknown",
        [STATUS_DB_UNBORN] = "unborn",
        [STATUS_DB_CLEAN] = "clean",
        [STATUS_DB_AHEAD] = "ahead",
        [STATUS_DB_BEHIND] = "behind",
        [STATUS_DB_DIVERGED] = "diverged",
        [STATUS_DB_DIRTY] = "dirty",
        [STATUS_DB_DRIFTED] = "drifted",
        [STATUS_DB_FOREIGN] = "foreign",
    };

    return words[s];
}

struct look {
    struct repo *repo;
    const struct target *target;
    struct diags *diags;
    struct arena *perm;
    struct arena scratch;
    struct status *out;
    const struct schema *live; /* when it was read */
};

static void take_head(struct state *s, const struct db_head *h)
{
    s->has_head = h->present;
    s->branch = h->branch;
    s->commit = h->commit;
    s->schema = h->schema;
    s->store_id = h->store_id;
    s->role = h->role;
}

static bool same_schema(struct flash_str recorded, const struct oid *id)
{
    struct oid r;

    return snapshot_parse_recorded(recorded, &r, NULL) && oid_eq(&r, id);
}

static int read_model(struct look *l, const struct flash_adapter *db, struct adapter_conn *conn,
    struct state *s, struct adapter_facts *facts, struct flash_error *err)
{
    struct map prints = {0};
    struct schema *schema;
    struct oid id;
    size_t known;
    int rc;

    state_prints_read(l->repo, db->name, l->perm, &prints);
    known = prints.len;
    rc = db->read_schema(conn, l->perm, &prints, &schema, facts, l->diags, err);
    /* Also when time ran out: the next look need not check these texts again. */
    if (prints.len > known)
        (void)state_prints_write(l->repo, db->name, &prints, l->scratch, NULL);
    if (rc == 0)
        rc = snapshot_oid(schema, l->scratch, &id, err);
    if (rc < 0)
        return rc;
    s->live_schema = snapshot_recorded(l->perm, dialect_of(schema), &id);
    l->live = schema;
    return 0;
}

/* The catalogue's text is the one that was there after the last move: the schema is the recorded
 * one, whatever the order of its columns. */
static bool at_record(const struct db_head *head, const struct adapter_facts *facts)
{
    return head->present && head->live_print.len && str_eq(head->live_print, facts->live_print) &&
           str_eq(head->live_version, facts->server);
}

/* The catalogue's text was seen before and made HEAD's schema: there is nothing to list. */
static bool was_at_head(const struct look *l, const struct state *old, const struct state *now,
    const struct adapter_facts *facts)
{
    return old->present && !l->out->head.unborn && facts->live_print.len > 0 &&
           same_schema(old->live_schema, &l->out->head_schema) &&
           str_eq(old->url_print, now->url_print) && str_eq(old->live_print, facts->live_print) &&
           str_eq(old->live_version, facts->server);
}

/* The model is read when the catalogue's text is neither the recorded one nor one that is known to
 * be HEAD's: what differs is listed each time, not only when it is new. */
static int read_live(struct look *l, const struct flash_adapter *db, struct adapter_conn *conn,
    const struct state *old, struct state *s, struct flash_error *err)
{
    struct adapter_facts facts = {0};
    struct db_head head = {0};
    int rc = db->read_facts(conn, l->perm, &facts, err);

    if (rc == 0)
        rc = db->head_read(conn, l->perm, &head, err);
    if (rc < 0)
        return rc;
    take_head(s, &head);
    if (at_record(&head, &facts))
        s->live_schema = head.schema;
    else if (was_at_head(l, old, s, &facts))
        s->live_schema = old->live_schema;
    else
        rc = read_model(l, db, conn, s, &facts, err);
    s->live_print = facts.live_print;
    s->live_version = facts.server;
    s->server = facts.identity;
    s->seen_at = clock_now();
    s->present = true;
    return rc;
}

static int compare(struct look *l, const struct schema *live, struct flash_error *err)
{
    struct diff_options opt = {0};
    struct schema *head;
    int rc;

    if (l->out->head.unborn)
        return 0;
    rc = snapshot_load(l->repo->store, &l->out->head.id, l->perm, &head, err);
    if (rc < 0 || head->syntax != live->syntax)
        return rc;
    return diff_schemas(head, live, &opt, l->perm, l->scratch, &l->out->db_changes, err);
}

/* A glance: who wants to wait says --live. */
static void connect_and_read(struct look *l, bool patient)
{
    const enum adapter_open_flags flags = patient ? ADAPTER_READ : ADAPTER_READ | ADAPTER_BRIEF;
    struct state old = {0}, s = {.target = l->target->name};
    const struct flash_adapter *db;
    struct adapter_conn *conn;
    struct flash_error err;
    int rc;

    state_read(l->repo, l->target->name, l->perm, &old, NULL);
    s.url_print = state_url_print(l->perm, l->target->url);
    rc = target_open(l->target, flags, &db, &conn, &err);
    if (rc == 0) {
        rc = read_live(l, db, conn, &old, &s, &err);
        db->close(conn);
    }
    if (rc < 0) {
        l->out->db = STATUS_DB_UNREACHABLE;
        l->out->db_detail = arena_printf(l->perm, "%s", err.message);
        l->out->state = old;
        return;
    }
    l->out->state = s;
    l->out->db_live = true;
}

/* Where the recorded commit stands towards HEAD. */
static enum status_db by_commit(struct look *l, const struct state *s)
{
    struct status *out = l->out;
    struct oid id;

    if (!oid_parse(s->commit, &id) || !store_has(l->repo->store, &id))
        return STATUS_DB_FOREIGN;
    if (out->head.unborn || graph_ahead_behind(l->repo->store, &id, &out->head.id, &out->db_ahead,
                                &out->db_behind, NULL) < 0)
        return STATUS_DB_DIVERGED;
    if (out->db_ahead && out->db_behind)
        return STATUS_DB_DIVERGED;
    if (out->db_ahead)
        return STATUS_DB_AHEAD;
    return out->db_behind ? STATUS_DB_BEHIND : STATUS_DB_CLEAN;
}

static enum status_db classify(struct look *l)
{
    const struct state *s = &l->out->state;
    struct oid live, recorded;

    if (!s->present || !snapshot_parse_recorded(s->live_schema, &live, NULL))
        return STATUS_DB_UNKNOWN;
    if (!l->out->head.unborn && same_schema(s->live_schema, &l->out->head_schema))
        return STATUS_DB_CLEAN;
    if (!s->has_head)
        return STATUS_DB_UNBORN;
    if (snapshot_parse_recorded(s->schema, &recorded, NULL) && oid_eq(&recorded, &live))
        return by_commit(l, s);
    return l->target->role == TARGET_DEV ? STATUS_DB_DIRTY : STATUS_DB_DRIFTED;
}

static void set_detail(struct look *l)
{
    struct status *out = l->out;

    if (out->db == STATUS_DB_FOREIGN)
        out->db_detail = arena_printf(l->perm, "its commit %.*s is not in this store",
            STR_ARG(str_sub(out->state.commit, 0, 12)));
    else if (out->db == STATUS_DB_UNBORN)
        out->db_detail = STR("flash never moved it");
    else if (out->db == STATUS_DB_DIRTY || out->db == STATUS_DB_DRIFTED)
        out->db_detail = STR("its schema was changed outside of flash");
}

static bool only_cosmetic(const struct change_list *changes)
{
    for (size_t i = 0; i < changes->len; i++)
        if (!changes->items[i].cosmetic)
            return false;
    return true;
}

/* What differs from HEAD, when the model was read; differences that nobody plans leave it clean. */
static int look_closer(struct look *l, struct flash_error *err)
{
    struct status *out = l->out;
    int rc = 0;

    if (l->live && out->db != STATUS_DB_CLEAN)
        rc = compare(l, l->live, err);
    if (rc == 0 && l->live && !out->head.unborn && only_cosmetic(&out->db_changes))
        out->db = STATUS_DB_CLEAN;
    return rc;
}

static int look(struct look *l, const struct status_options *o, struct flash_error *err)
{
    struct status *out = l->out;
    bool was_live;
    int rc = 0;

    if (o->live || l->target->role == TARGET_DEV)
        connect_and_read(l, o->live);
    else
        rc = state_read(l->repo, l->target->name, l->perm, &out->state, err);
    if (rc < 0 || out->db == STATUS_DB_UNREACHABLE)
        return rc;
    was_live = out->db_live;
    out->db = classify(l);
    rc = look_closer(l, err);
    out->state.drifted = out->db == STATUS_DB_DIRTY || out->db == STATUS_DB_DRIFTED;
    set_detail(l);
    if (was_live)
        state_write(l->repo, &out->state, NULL);
    return rc;
}

int status_read_db(struct repo *r, const struct status_options *o, struct diags *diags,
    struct arena *perm, struct arena scratch, struct status *out, struct flash_error *err)
{
    struct look l = {.repo = r, .diags = diags, .perm = perm, .scratch = scratch, .out = out};
    struct target target = {0};
    struct flash_error why;

    if (!o->target && !target_any(r))
        return 0;
    if (target_find(r, o->target, perm, &target, &why) < 0) {
        out->db = STATUS_DB_UNREACHABLE;
        out->db_target = o->target ? str_from(o->target) : target.name;
        out->db_url = target.display;
        out->db_detail =
            arena_printf(perm, "%s%s%s", why.message, why.hint[0] ? "; " : "", why.hint);
        return 0;
    }
    l.target = &target;
    out->db_target = target.name;
    out->db_url = target.display;
    out->db_role = str_from(target_role_name(target.role));
    return look(&l, o, err);
}

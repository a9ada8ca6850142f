#include "repo/move-run.h"

#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "base/trace.h"
#include "objects/store/store.h"
#include "repo/copy.h"
#include "repo/move-look.h"
#include "repo/move-plan.h"
#include "repo/snapshot.h"
#include "repo/stash-trip.h"
#include "repo/state.h"

struct flash_str move_import_names(const struct mover *m)
{
    struct strbuf b;

    strbuf_init(&b, m->a, LIMIT_CONFIG);
    for (size_t i = 0; i < m->imports.len; i++)
        strbuf_addf(&b, "%s%.*s", i > 0 ? " " : "", STR_ARG(m->imports.items[i].name));
    return strbuf_str(&b);
}

bool move_is_recorded(const struct mover *m)
{
    const struct db_head *head = &m->report->head;

    return head->present && str_eq(head->schema, m->report->to_schema) &&
           str_eq(head->commit, m->to_commit) && str_eq(head->branch, m->branch) &&
           str_eq(head->live_print, m->facts.live_print);
}

/* The error of a statement, with which of the plan's it was. */
static int step_failed(const struct step *step, size_t i, size_t n, struct flash_error *err)
{
    char message[sizeof(err->message)];

    if (!err)
        return FLASH_EDATABASE;
    memcpy(message, err->message, sizeof(message));
    struct flash_error own = *err;
    error_set(err, own.code, "step %zu of %zu (%.*s) failed: %.400s", i + 1, n,
        STR_ARG(step->cause), message);
    memcpy(err->sqlstate, own.sqlstate, sizeof(err->sqlstate));
    memcpy(err->detail, own.detail, sizeof(err->detail));
    memcpy(err->hint, own.hint, sizeof(err->hint));
    return (int)own.code;
}

static int run_steps(struct mover *m, const struct step_list *steps, struct flash_error *err)
{
    for (size_t i = 0; i < steps->len; i++) {
        int rc = m->db->exec(m->conn, steps->items[i].sql, NULL, err);
        if (rc < 0)
            return step_failed(&steps->items[i], i, steps->len, err);
        m->report->steps_done++;
    }
    return 0;
}

/* Parked tables that have given all back go. */
static int sweep(struct mover *m, struct flash_error *err)
{
    struct step_list steps = {0};
    struct park_list parked;

    if (!m->dialect->ddl->sweep)
        return 0;
    int rc = m->db->park_read(m->conn, m->a, &parked, err);
    if (rc < 0)
        return rc;
    m->dialect->ddl->sweep(&parked, m->a, &steps);
    for (size_t i = 0; rc == 0 && i < steps.len; i++)
        rc = m->db->exec(m->conn, steps.items[i].sql, NULL, err);
    return rc;
}

/* Another process came first and brought the database to where this one was to bring it. */
static bool is_there_now(struct mover *m, struct arena scratch)
{
    return m->report->state == MOVE_CLEAN && str_eq(m->report->head.schema, m->report->to_schema) &&
           str_eq(m->report->head.commit, m->to_commit) && move_same(m, m->live, m->to, scratch);
}

/* Under the lock: is it still what the plan was made for. */
static int look_again(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct plan again = {0};
    bool changed = false;

    int rc = move_look_again(m, &changed, scratch, err);
    if (rc < 0)
        return rc;
    if (changed && is_there_now(m, scratch)) {
        m->report->nothing = true;
        return 0;
    }
    rc = move_plan_again(m, &again, scratch, err);
    if (rc < 0)
        return rc;
    if (strcmp(again.hash, m->report->plan.hash) != 0)
        return move_changed(m, err);
    /* Its objects are those that were just read. */
    if (changed)
        m->report->plan = again;
    return 0;
}

/* Rows may lead a statement elsewhere than it went without them. */
static int refuse_written(const struct mover *m, struct flash_error *err)
{
    error_set(err, FLASH_EREFUSED,
        "the hand-written migrations on the way did not lead '%.*s' to the schema of %.*s",
        STR_ARG(m->report->target.display), STR_ARG(m->report->to_schema));
    return error_hint(err, "nothing was changed; see the statements with '--dry-run'");
}

/* What the plan left behind is what it was to be. */
static int check_result(
    struct mover *m, struct adapter_facts *facts, struct arena scratch, struct flash_error *err)
{
    const struct schema *result = NULL;

    if (m->report->steps_done == 0 && m->imports.len == 0 && m->facts.live_print.len > 0) {
        *facts = m->facts;
        return 0;
    }
    int rc = move_read_live(m, &result, facts, err);
    if (rc < 0)
        return rc;
    if (!move_same(m, result, m->to, scratch)) {
        if (m->legs.len > 0)
            return refuse_written(m, err);
        error_set(err, FLASH_EBUG, "the plan did not lead to the schema it was made for");
        return error_hint(err, "nothing was changed; this is a fault of flash: report it with the "
                               "plan ('--dry-run')");
    }
    m->live = result;
    return m->db->check_integrity(m->conn, m->a, err);
}

static struct ledger_entry entry_of(const struct mover *m)
{
    const struct move_report *r = m->report;

    return (struct ledger_entry){
        .name = m->name,
        .kind = m->kind,
        .op = m->op,
        .from_commit = r->head.commit,
        .to_commit = m->to_commit,
        .from_schema = r->from_schema,
        .to_schema = r->to_schema,
        .plan = &r->plan.steps,
        .inverse = &m->inverse,
        .dialect = m->db->dialect,
        .started_at = m->started_at,
    };
}

static int append(
    struct mover *m, const struct ledger_entry *e, struct arena scratch, struct flash_error *err)
{
    struct ledger_row row;
    int rc = ledger_make(e, m->has_last ? &m->last : NULL, m->a, scratch, &row, err);

    if (rc == 0)
        rc = m->db->ledger_append(m->conn, &row, err);
    if (rc < 0)
        return rc;
    m->last = row;
    m->has_last = true;
    m->report->ledger_id = row.id;
    return 0;
}

/* A row of its own says that the database was taken over as it stood. */
static int append_adoption(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct ledger_entry e = entry_of(m);
    struct oid commit = {0};

    /* With nothing else to do the move itself is the adoption. */
    if (!m->report->adopts || strcmp(m->kind, "adopt") == 0)
        return 0;
    e.kind = "adopt";
    (void)oid_parse(m->adopt_commit, &commit);
    e.name = move_subject(m->repo, &commit, m->a);
    if (e.name.len == 0)
        e.name = STR("adopt");
    e.to_commit = m->adopt_commit;
    e.to_schema = m->report->from_schema;
    e.plan = e.inverse = NULL;
    return append(m, &e, scratch, err);
}

/* What an url alone says about a database's role is nothing. */
static struct flash_str recorded_role(const struct move_report *r)
{
    if (r->target.name.len == 0 || r->role == TARGET_UNKNOWN)
        return r->head.role;
    return str_from(target_role_name(r->role));
}

static int record(struct mover *m, const struct adapter_facts *facts, struct arena scratch,
    struct flash_error *err)
{
    struct move_report *r = m->report;
    struct store *store = NULL;
    struct ledger_entry e = entry_of(m);

    int rc = append_adoption(m, scratch, err);
    if (rc == 0)
        rc = append(m, &e, scratch, err);
    if (rc < 0)
        return rc;
    struct db_head head = {
        .present = true,
        .format = LEDGER_FORMAT,
        .branch = m->branch,
        .commit = m->to_commit,
        .schema = r->to_schema,
        .role = recorded_role(r),
        .identity = facts->identity,
        /* Carried drift is not as recorded: an empty print makes the next look compare the models.
         */
        .live_print = m->stays_dirty ? STR_NULL : facts->live_print,
        .live_version = facts->server,
        .updated_at = clock_iso(m->a, clock_now()),
    };
    if (m->repo && m->to_commit.len > 0 && repo_store(m->repo, &store, NULL) == 0)
        head.store_id = str_from(store_id(store));
    else
        head.store_id = r->head.store_id;
    rc = m->db->head_write(m->conn, &head, err);
    if (rc == 0)
        r->head = head;
    return rc;
}

/* The connection was lost in COMMIT: the ledger knows. */
static int find_outcome(struct mover *m, struct flash_error *err)
{
    struct flash_error ignored;
    struct ledger_row row;
    bool found = false;

    move_close(m);
    int rc = target_open(&m->report->target, ADAPTER_READ, &m->db, &m->conn, &ignored);
    if (rc == 0)
        rc = m->db->ledger_find_op(m->conn, str_from(m->op), m->a, &row, &found, &ignored);
    if (rc == 0 && found)
        return 0;
    if (rc == 0) {
        if (err)
            err->code = FLASH_EIO;
        return FLASH_EIO;
    }
    m->unknown = true;
    return error_hint(err, "whether the database moved is not known: look with 'flash log --db'");
}

static int commit(struct mover *m, struct flash_error *err)
{
    int rc = m->db->commit(m->conn, err);

    if (rc == FLASH_EDATABASE)
        return find_outcome(m, err);
    if (rc < 0)
        m->db->rollback(m->conn);
    return rc;
}

static bool has_place(const struct schema *s, const struct park_entry *p)
{
    const struct object *t = schema_relation(s, NULL, s->syntax->fold(p->table));

    if (!t || t->kind != KIND_TABLE)
        return false;
    return p->column.len == 0 || table_column(t, s->syntax->fold(p->column));
}

/* In the database or in a stash file. */
static bool was_offered(const struct mover *m, uint64_t n)
{
    for (size_t i = 0; i < m->offered.len; i++)
        if (m->offered.items[i].n == n)
            return true;
    return false;
}

/* Rows that had a place to come back to and did not: apart from those that wait for theirs. */
static int read_parked(struct mover *m, struct flash_error *err)
{
    struct park_list all;
    int rc = m->db->park_read(m->conn, m->a, &all, err);

    for (size_t i = 0; rc == 0 && i < all.len; i++) {
        const struct park_entry *p = &all.items[i];

        if (!was_offered(m, p->n) || !has_place(m->to, p)) {
            *vec_push(m->a, &m->report->parked) = *p;
            continue;
        }
        *vec_push(m->a, &m->report->stayed) =
            (struct move_loss){.title = arena_printf(m->a, "%.*s%s%.*s", STR_ARG(p->table),
                                   p->column.len ? "." : "", STR_ARG(p->column)),
                .kept = true,
                .written = m->legs.len > 0,
                .rows = p->rows,
                .bytes = -1};
    }
    return rc;
}

/* Everything between BEGIN and COMMIT. */
static int work(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct adapter_facts facts = {0};

    int rc = look_again(m, scratch, err);
    if (rc < 0 || m->report->nothing)
        return rc;
    rc = stash_import(m, err);
    if (rc == 0)
        rc = move_check_fill(m, scratch, err);
    if (rc == 0)
        rc = run_steps(m, &m->report->plan.steps, err);
    if (rc == 0)
        rc = sweep(m, err);
    if (rc == 0)
        rc = check_result(m, &facts, scratch, err);
    if (rc == 0)
        rc = read_parked(m, err);
    if (rc == 0 && m->data == DATA_STASH)
        rc = stash_export(m, &m->report->stash, err);
    if (rc == 0)
        rc = record(m, &facts, scratch, err);
    if (rc == 0)
        m->facts = facts;
    return rc;
}

static int open_for_work(struct mover *m, struct flash_error *err)
{
    if (m->conn)
        return 0;
    return target_open(&m->report->target, ADAPTER_WRITE | ADAPTER_CREATE, &m->db, &m->conn, err);
}

/* Stash files whose rows are back in the database by now. A file that stays, stays harmless: its
 * rows are there. */
static void drop_imports(struct mover *m)
{
    for (size_t i = 0; i < m->imports.len; i++)
        (void)stash_remove(m->repo, m->imports.items[i].name, NULL);
}

/* Nothing was committed: what was prepared outside of the transaction goes too. */
static int take_back(struct mover *m, int rc, struct flash_error *err)
{
    struct flash_error own = {0};

    if (m->report->stash.len > 0)
        (void)stash_remove(m->repo, m->report->stash, NULL);
    if (copy_undo(m, &own) == 0)
        return rc;
    /* The journal stays: recovery tries again. */
    m->unknown = true;
    if (err) {
        error_detail(err, "and the database could not be put back: %s", own.message);
        error_hint(err, "run the command again: the switch is undone first");
    }
    return rc;
}

int move_run(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct trace_span span = trace_begin("move", "run");
    int rc = open_for_work(m, err);

    if (rc == 0)
        rc = copy_swap(m, err);
    if (rc == 0)
        rc = m->db->begin(m->conn, m->timeout_ms, err);
    if (rc == 0) {
        rc = work(m, scratch, err);
        if (rc < 0 || m->report->nothing)
            m->db->rollback(m->conn);
        else
            rc = commit(m, err);
    }
    if (rc < 0 && !m->unknown)
        rc = take_back(m, rc, err);
    if (rc == 0 && !m->report->nothing) {
        m->report->done = true;
        drop_imports(m);
        copy_settle(m);
    }
    trace_end(&span);
    return rc;
}

static void remember_state(struct mover *m, struct arena scratch)
{
    const struct move_report *r = m->report;
    struct oid live;

    if (snapshot_oid(m->live, scratch, &live, NULL) < 0)
        return;
    const struct state s = {
        .present = true,
        .target = r->target.name,
        .url_print = state_url_print(&scratch, r->target.url),
        .has_head = r->head.present,
        .branch = r->head.branch,
        .commit = r->head.commit,
        .schema = r->head.schema,
        .store_id = r->head.store_id,
        .role = r->head.role,
        .server = m->facts.server,
        .live_schema = move_recorded(m, &live),
        .live_print = m->facts.live_print,
        .live_version = m->facts.server,
        .seen_at = clock_now(),
        .drifted = !r->done && r->state == MOVE_DRIFTED,
    };
    (void)state_write(m->repo, &s, NULL);
}

void move_remember(struct mover *m, struct arena scratch)
{
    if (!m->repo || !m->conn || !m->live)
        return;
    if (m->prints.len > m->nprints)
        (void)state_prints_write(m->repo, m->db->name, &m->prints, scratch, NULL);
    if (m->report->target.name.len > 0)
        remember_state(m, scratch);
}

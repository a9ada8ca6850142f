#include "repo/move-look.h"

#include "base/error.h"
#include "base/str.h"
#include "objects/graph/commit.h"
#include "objects/store/store.h"
#include "repo/config.h"
#include "repo/snapshot.h"
#include "repo/state.h"

bool move_same(
    const struct mover *m, const struct schema *a, const struct schema *b, struct arena scratch)
{
    struct arena perm = scratch;
    struct arena rest;
    struct change_list changes = {0};
    const struct diff_options options = {.strict_columns = m->strict_columns};
    bool same = true;

    /* Results and temporaries must not share an arena. */
    arena_init(&rest, ARENA_DEFAULT);
    if (diff_schemas(a, b, &options, &perm, rest, &changes, NULL) < 0)
        same = false;
    for (size_t i = 0; same && i < changes.len; i++)
        same = changes.items[i].cosmetic;
    arena_release(&rest);
    return same;
}

struct flash_str move_recorded(const struct mover *m, const struct oid *schema)
{
    return snapshot_recorded(m->a, m->dialect, schema);
}

struct flash_str move_commit_hex(struct arena *a, const struct oid *id)
{
    char hex[OID_HEX + 1];

    if (oid_is_zero(id))
        return STR_NULL;
    oid_hex(id, hex);
    return arena_str(a, str_from(hex));
}

struct flash_str move_subject(struct repo *r, const struct oid *commit, struct arena *a)
{
    struct store *store = NULL;
    struct commit c;

    if (!r || oid_is_zero(commit) || repo_store(r, &store, NULL) < 0 ||
        commit_read(store, commit, a, &c, NULL) < 0)
        return STR_NULL;
    return c.subject;
}

int move_changed(const struct mover *m, struct flash_error *err)
{
    error_set(err, FLASH_ECHANGED, "database '%.*s' changed after the plan was made",
        STR_ARG(m->report->target.display));
    return error_hint(err, "run the command again to see the new plan");
}

void move_close(struct mover *m)
{
    if (m->conn)
        m->db->close(m->conn);
    if (m->live_conn)
        m->db->close(m->live_conn);
    m->conn = m->live_conn = NULL;
}

int move_read_live(struct mover *m, const struct schema **out, struct adapter_facts *facts,
    struct flash_error *err)
{
    struct diags diags;
    struct schema *live = NULL;

    diags_init(&diags, m->a);
    int rc = m->db->read_schema(m->conn, m->a, &m->prints, &live, facts, &diags, err);
    if (rc == 0)
        *out = live;
    return rc;
}

static int verify_last(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct ledger_row parent;
    bool found = false;

    if (!m->has_last)
        return 0;
    if (m->last.parent_id != 0) {
        int rc = m->db->ledger_find_id(m->conn, m->last.parent_id, &scratch, &parent, &found, err);
        if (rc < 0)
            return rc;
    }
    return ledger_verify(&m->last, found ? &parent : NULL, m->db->dialect, scratch, err);
}

int move_load_recorded(struct mover *m, struct flash_error *err)
{
    struct store *store = NULL;
    struct schema *s = NULL;

    if (m->recorded || !m->has_recorded || !m->repo || repo_store(m->repo, &store, NULL) < 0)
        return 0;
    if (!store_has(store, &m->recorded_oid))
        return 0;
    int rc = snapshot_load_tree(store, &m->recorded_oid, m->a, &s, err);
    if (rc == 0)
        m->recorded = s;
    return rc;
}

/* As recorded, in the cheapest way that can tell. */
static int is_clean(struct mover *m, bool *clean, struct arena scratch, struct flash_error *err)
{
    const struct db_head *head = &m->report->head;

    *clean = head->live_print.len > 0 && str_eq(head->live_print, m->facts.live_print);
    if (*clean)
        return 0;
    *clean = m->has_recorded && oid_eq(&m->recorded_oid, &m->live_oid);
    if (*clean)
        return 0;
    int rc = move_load_recorded(m, err);
    if (rc == 0 && m->recorded)
        *clean = move_same(m, m->recorded, m->live, scratch);
    return rc;
}

static int find_state(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct move_report *r = m->report;
    bool clean = false;

    if (!r->head.present) {
        r->state = m->live->objects.len == 0 ? MOVE_EMPTY : MOVE_UNBORN;
        return 0;
    }
    int rc = is_clean(m, &clean, scratch, err);
    r->state = clean ? MOVE_CLEAN : MOVE_DRIFTED;
    return rc;
}

/* Everything but the connection. */
int move_look_whole(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct move_report *r = m->report;
    unsigned normal;

    int rc = m->db->head_read(m->conn, m->a, &r->head, err);
    m->last = (struct ledger_row){0};
    if (rc == 0)
        rc = m->db->ledger_last(m->conn, m->a, &m->last, &m->has_last, err);
    if (rc == 0)
        rc = verify_last(m, scratch, err);
    if (rc == 0)
        rc = m->db->park_read(m->conn, m->a, &m->parked, err);
    if (rc == 0)
        rc = move_read_live(m, &m->live, &m->facts, err);
    if (rc == 0)
        rc = snapshot_oid(m->live, scratch, &m->live_oid, err);
    if (rc < 0)
        return rc;
    m->recorded = NULL;
    m->has_recorded =
        r->head.present && snapshot_parse_recorded(r->head.schema, &m->recorded_oid, &normal);
    r->from_schema = move_recorded(m, &m->live_oid);
    r->role = target_role_with(r->target.role, r->head.role);
    if (r->head.present && !str_eq(r->head.identity, m->facts.identity))
        r->role = TARGET_UNKNOWN;
    return find_state(m, scratch, err);
}

static int look_at_nothing(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct schema *empty = schema_new(m->a, &m->dialect->syntax);
    struct diags diags;

    diags_init(&diags, m->a);
    m->dialect->finish(empty, &diags);
    m->live = empty;
    m->report->state = MOVE_MISSING;
    m->report->role = m->report->target.role;
    m->report->makes_database = true;
    int rc = snapshot_oid(m->live, scratch, &m->live_oid, err);
    m->report->from_schema = move_recorded(m, &m->live_oid);
    return rc;
}

int move_look(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct flash_error own = {0};
    struct config *config = NULL;
    int rc = target_open(
        &m->report->target, m->write ? ADAPTER_WRITE : ADAPTER_READ, &m->db, &m->conn, &own);

    if (m->repo && repo_config(m->repo, &config, NULL) == 0)
        m->strict_columns = str_eq(config_text(config, "schema.columnOrder"), STR("strict"));
    if (rc == FLASH_ENOTFOUND && m->may_create)
        return look_at_nothing(m, scratch, err);
    if (rc < 0) {
        if (err)
            *err = own;
        return rc;
    }
    if (!str_eq(str_from(m->db->dialect), str_from(m->dialect->syntax.name))) {
        error_set(err, FLASH_EINVALID, "a schema of %s cannot go to '%.*s'",
            m->dialect->syntax.name, STR_ARG(m->report->target.display));
        return error_hint(err, "that database speaks %s", m->db->dialect);
    }
    if (m->repo)
        state_prints_read(m->repo, m->db->name, m->a, &m->prints);
    m->nprints = m->prints.len;
    return move_look_whole(m, scratch, err);
}

int move_look_again(struct mover *m, bool *changed, struct arena scratch, struct flash_error *err)
{
    struct flash_str print = m->facts.live_print;
    int64_t last = m->has_last ? m->last.id : 0;
    struct adapter_facts facts;
    struct ledger_row row;
    bool found = false;

    *changed = m->report->state == MOVE_MISSING;
    if (!*changed) {
        int rc = m->db->read_facts(m->conn, &scratch, &facts, err);
        if (rc == 0)
            rc = m->db->ledger_last(m->conn, &scratch, &row, &found, err);
        if (rc < 0)
            return rc;
        *changed = !str_eq(print, facts.live_print) || last != (found ? row.id : 0);
    }
    /* What is parked lies in tables that no print covers. */
    if (!*changed)
        return m->db->park_read(m->conn, m->a, &m->parked, err);
    return move_look_whole(m, scratch, err);
}

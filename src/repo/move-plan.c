#include "repo/move-plan.h"

#include "base/error.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "plan/hazards.h"
#include "repo/move-count.h"
#include "repo/move-route.h"
#include "repo/stash-choose.h"

#define CODES_MAX 256

bool move_allowed(const struct flash_str *allow, size_t nallow, const char *word)
{
    for (size_t i = 0; i < nallow; i++)
        if (str_eq_nocase(allow[i], str_from(word)))
            return true;
    return false;
}

static uint64_t next_park(const struct park_list *parked)
{
    uint64_t next = 1;
    for (size_t i = 0; i < parked->len; i++)
        if (parked->items[i].n >= next)
            next = parked->items[i].n + 1;
    return next;
}

static bool has_rows(void *payload, const struct object *table)
{
    return count_any(payload, table);
}

/* Stash parks first and takes the parked tables out of the database at the end of the same
 * transaction. Copy keeps the whole database, so its steps may lose what they like. */
static enum data_mode plan_mode(enum data_mode mode)
{
    if (mode == DATA_STASH)
        return DATA_PARK;
    return mode == DATA_COPY ? DATA_DISCARD : mode;
}

/* Parked rows, and those of stash files under numbers that follow. */
static int find_offered(struct mover *m, struct flash_error *err)
{
    m->offered = (struct park_list){0};
    for (size_t i = 0; i < m->parked.len; i++)
        *vec_push(m->a, &m->offered) = m->parked.items[i];
    m->first_park = next_park(&m->parked);
    int rc = m->conn ? stash_choose(m, err) : 0;
    for (size_t i = 0; rc == 0 && i < m->imports.len; i++)
        for (size_t j = 0; j < m->imports.items[i].entries.len; j++) {
            struct park_entry *e = vec_push(m->a, &m->offered);
            *e = m->imports.items[i].entries.items[j];
            e->n = next_park(&(struct park_list){m->offered.items, m->offered.len - 1, 0});
        }
    return rc;
}

static struct plan_options options_of(struct mover *m)
{
    return (struct plan_options){
        .diff = {.renames = m->renames, .strict_columns = m->strict_columns},
        .ddl =
            {
                .engine_version = m->facts.engine_version,
                .data = plan_mode(m->data),
                .parked = &m->offered,
                .next_park = next_park(&m->offered),
                .branch = m->leaving,
                .strict_columns = m->strict_columns,
                .fills = m->fills,
                .nfills = m->nfills,
                .has_rows = m->conn ? has_rows : NULL,
                .payload = m,
            },
        .hash = ledger_blob_hash,
    };
}

/* A table's name on the other side: columns of a renamed table are recorded under its new one. */
static const struct symbol *table_before(
    const struct rename_list *renames, const struct symbol *table)
{
    for (size_t i = 0; i < renames->len; i++)
        if (renames->items[i].kind == KIND_TABLE && renames->items[i].to == table)
            return renames->items[i].from;
    return table;
}

static void invert_renames(
    const struct rename_list *renames, struct arena *a, struct rename_list *out)
{
    for (size_t i = 0; renames && i < renames->len; i++) {
        struct rename r = renames->items[i];
        const struct symbol *from = r.from;
        r.from = r.to;
        r.to = from;
        if (r.table)
            r.table = table_before(renames, r.table);
        *vec_push(a, out) = r;
    }
}

/* The way back, for the ledger: structure only. One that cannot be planned is simply not there. */
static void plan_inverse(struct mover *m, struct arena scratch)
{
    struct rename_list renames = {0};
    struct plan back = {0};

    invert_renames(m->renames, m->a, &renames);
    const struct plan_options options = {
        .diff = {.renames = &renames, .strict_columns = m->strict_columns},
        .ddl = {.engine_version = m->facts.engine_version, .strict_columns = m->strict_columns},
    };
    m->inverse = (struct step_list){0};
    if (plan_make(m->to, m->live, &options, m->a, scratch, &back, NULL) == 0)
        m->inverse = back.steps;
}

static int check_steps(struct mover *m, struct flash_error *err)
{
    const struct step_list *steps = &m->report->plan.steps;
    int rc = 0;

    for (size_t i = 0; rc == 0 && m->conn && m->db->check_step && i < steps->len; i++)
        rc = m->db->check_step(m->conn, &steps->items[i], err);
    return rc;
}

int move_check_fill(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct plan_options options = options_of(m);
    struct fill_need_list needs = {0};

    if (!m->conn || !m->fill_plan.to)
        return 0;
    plan_needs_fill(&m->fill_plan, &options, m->a, scratch, &needs);
    for (size_t i = 0; i < needs.len; i++) {
        const struct fill_need *need = &needs.items[i];
        int64_t rows = 0;
        int rc = count_query(m, need->count_sql, &rows, NULL, err);
        if (rc < 0)
            return rc;
        if (rows == 0)
            continue;
        struct flash_str column = object_qualified(m->a, need->column);
        error_set(err, FLASH_EREFUSED,
            "column '%.*s' is NOT NULL without a default, and %lld row%s would have no value",
            STR_ARG(column), (long long)rows, rows == 1 ? "" : "s");
        return error_hint(err, "give '--fill %.*s=<expression>'", STR_ARG(column));
    }
    return 0;
}

/* One plan from end to end, or leg by leg. */
static int make_legs(struct mover *m, const struct plan_options *options, struct plan *out,
    struct arena scratch, struct flash_error *err)
{
    if (m->legs.len > 0)
        return move_route_plan(m, options, out, &m->fill_plan, scratch, err);
    int rc = plan_make(m->live, m->to, options, m->a, scratch, out, err);
    m->fill_plan = *out;
    return rc;
}

static int make(struct mover *m, const struct plan_options *options, struct plan *out,
    struct arena scratch, struct flash_error *err)
{
    m->asked = 0;
    int rc = make_legs(m, options, out, scratch, err);
    if (rc < 0 || m->asked == 0)
        return rc;
    if (err)
        *err = m->asked_error;
    return m->asked;
}

int move_plan(struct mover *m, struct arena scratch, struct flash_error *err)
{
    struct move_report *r = m->report;
    int rc = find_offered(m, err);
    struct plan_options options = options_of(m);

    r->to_schema = move_recorded(m, &m->to_oid);
    r->data = m->data;
    if (rc == 0)
        rc = make(m, &options, &r->plan, scratch, err);
    if (rc == 0)
        rc = check_steps(m, err);
    if (rc == 0)
        rc = m->imports.len > 0 ? 0 : move_check_fill(m, scratch, err);
    if (rc == 0)
        rc = count_losses(m, err);
    if (rc == 0)
        plan_inverse(m, scratch);
    return rc;
}

int move_plan_again(
    struct mover *m, struct plan *out, struct arena scratch, struct flash_error *err)
{
    int rc = find_offered(m, err);
    struct plan_options options = options_of(m);
    if (rc == 0)
        rc = make(m, &options, out, scratch, err);
    return rc;
}

bool move_is_loss(const struct hazard *h)
{
    const struct hazard_info *info = hazard_find(str_from(h->code));
    return info && info->hclass == HAZARD_DATA_LOSS && !h->covered;
}

/* "DS102, DS103", each once. */
static void add_code(struct strbuf *codes, const char *code)
{
    if (codes->len > 0 && str_find(strbuf_str(codes), str_from(code)) >= 0)
        return;
    strbuf_addf(codes, "%s%s", codes->len ? "," : "", code);
}

int move_check_losses(
    const struct mover *m, const struct flash_str *allow, size_t nallow, struct flash_error *err)
{
    const struct step_list *steps = &m->report->plan.steps;
    struct strbuf codes, text;
    struct arena scratch = *m->a;

    if (move_allowed(allow, nallow, hazard_class_name(HAZARD_DATA_LOSS)))
        return 0;
    strbuf_init(&codes, &scratch, CODES_MAX);
    strbuf_init(&text, m->a, sizeof(err->detail));
    for (size_t i = 0; i < steps->len; i++)
        for (size_t j = 0; j < steps->items[i].hazards.len; j++) {
            const struct hazard *h = &steps->items[i].hazards.items[j];
            if (!move_is_loss(h) || move_allowed(allow, nallow, h->code))
                continue;
            add_code(&codes, h->code);
            strbuf_addf(&text, "%s%s %.*s", text.len ? "\n" : "", h->code, STR_ARG(h->text));
        }
    if (codes.len == 0)
        return 0;
    error_set(
        err, FLASH_EREFUSED, "this would lose data in '%.*s'", STR_ARG(m->report->target.display));
    error_detail(err, "%.*s", STR_ARG(strbuf_str(&text)));
    return error_hint(err, "to let it go, give '--allow %.*s'", STR_ARG(strbuf_str(&codes)));
}

static struct flash_str quoted(struct arena *a, struct flash_str s, char quote)
{
    struct strbuf b;

    strbuf_init(&b, a, s.len * 2 + 3);
    strbuf_addc(&b, quote);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == quote)
            strbuf_addc(&b, quote);
        strbuf_addc(&b, s.ptr[i]);
    }
    strbuf_addc(&b, quote);
    return strbuf_str(&b);
}

struct flash_str move_quoted(struct arena *a, struct flash_str name)
{
    return quoted(a, name, '"');
}

struct flash_str move_literal(struct arena *a, struct flash_str text)
{
    return quoted(a, text, '\'');
}

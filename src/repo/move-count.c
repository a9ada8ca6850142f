#include "repo/move-count.h"

#include "base/str.h"
#include "plan/hazards.h"
#include "repo/move-plan.h"

struct numbers {
    int64_t values[2];
};

static int take_numbers(void *payload, const struct cell *cells, size_t n)
{
    struct numbers *out = payload;

    for (size_t i = 0; i < n && i < ARRAY_LEN(out->values); i++)
        out->values[i] = cells[i].type == CELL_INT ? cells[i].i : 0;
    return 0;
}

int count_query(
    struct mover *m, struct flash_str sql, int64_t *rows, int64_t *bytes, struct flash_error *err)
{
    struct numbers out = {{0, 0}};
    int rc = m->db->query(m->conn, sql, take_numbers, &out, err);

    if (rc < 0)
        return rc;
    *rows = out.values[0];
    if (bytes)
        *bytes = out.values[1];
    return 0;
}

/* What this process cannot evaluate (a module, a function) is not counted; but a database that
 * cannot be read is no base for a plan. */
static bool is_failure(int rc)
{
    return rc < 0 && rc != FLASH_EDATABASE && rc != FLASH_EUNSUPPORTED;
}

bool count_any(struct mover *m, const struct object *table)
{
    struct flash_str sql = arena_printf(m->a, "SELECT EXISTS(SELECT 1 FROM %.*s)",
        STR_ARG(move_quoted(m->a, table->name.spelling)));
    struct flash_error err;
    int64_t any = 1;
    int rc = count_query(m, sql, &any, NULL, &err);

    if (is_failure(rc) && m->asked == 0) {
        m->asked = rc;
        m->asked_error = err;
    }
    return rc < 0 || any != 0;
}

/* -1 for what cannot be counted. */
static int count_or_pass(
    struct mover *m, struct flash_str sql, int64_t *rows, int64_t *bytes, struct flash_error *err)
{
    int rc = count_query(m, sql, rows, bytes, err);

    if (rc == 0 || is_failure(rc))
        return rc;
    *rows = -1;
    if (bytes)
        *bytes = -1;
    return 0;
}

/* Rows, and the bytes of the values; a column counts where it holds something. */
static int count_column(
    struct mover *m, const struct object *o, struct move_loss *out, struct flash_error *err)
{
    struct flash_str column = move_quoted(m->a, o->name.spelling);
    struct flash_str sql =
        arena_printf(m->a, "SELECT count(%.*s), sum(length(CAST(%.*s AS BLOB))) FROM %.*s",
            STR_ARG(column), STR_ARG(column), STR_ARG(move_quoted(m->a, o->parent->name.spelling)));

    return count_or_pass(m, sql, &out->rows, &out->bytes, err);
}

static int count_table(
    struct mover *m, const struct object *o, struct move_loss *out, struct flash_error *err)
{
    struct flash_str table = move_quoted(m->a, o->name.spelling);
    struct flash_str sql = arena_printf(m->a, "SELECT count(*) FROM %.*s", STR_ARG(table));
    /* Pages, not values: a scan of every value would take longer than the move. */
    struct flash_str pages =
        arena_printf(m->a, "SELECT sum(payload) FROM dbstat WHERE name = %.*s AND aggregate = 1",
            STR_ARG(move_literal(m->a, o->name.spelling)));

    int rc = count_or_pass(m, sql, &out->rows, NULL, err);
    if (rc < 0)
        return rc;
    if (out->rows == 0) {
        out->bytes = 0;
        return 0;
    }
    return count_or_pass(m, pages, &out->bytes, NULL, err);
}

static int count_one(
    struct mover *m, const struct hazard *h, struct map *seen, struct flash_error *err)
{
    struct move_loss loss = {.code = h->covered ? NULL : h->code,
        .kept = h->covered && m->data != DATA_DISCARD,
        .rows = -1,
        .bytes = -1};
    int rc = 0;

    if (map_get_ptr(seen, h->object))
        return 0;
    map_put_ptr(m->a, seen, h->object, m);
    loss.title = object_title(m->a, h->object);
    if (m->conn && h->object->kind == KIND_COLUMN)
        rc = count_column(m, h->object, &loss, err);
    else if (m->conn && h->object->kind == KIND_TABLE)
        rc = count_table(m, h->object, &loss, err);
    *vec_push(m->a, &m->report->losses) = loss;
    return rc;
}

/* Something is lost, or kept, and it is known of what. */
static bool takes_away(const struct hazard *h)
{
    const struct hazard_info *info = hazard_find(str_from(h->code));

    return info && info->hclass == HAZARD_DATA_LOSS && h->object;
}

int count_losses(struct mover *m, struct flash_error *err)
{
    const struct step_list *steps = &m->report->plan.steps;
    struct map seen = {0};
    int rc = 0;

    m->report->losses = (struct move_losses){0};
    for (size_t i = 0; i < steps->len; i++)
        for (size_t j = 0; rc == 0 && j < steps->items[i].hazards.len; j++) {
            const struct hazard *h = &steps->items[i].hazards.items[j];
            if (takes_away(h))
                rc = count_one(m, h, &seen, err);
        }
    return rc;
}

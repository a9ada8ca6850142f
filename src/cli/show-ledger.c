#include "cli/show-ledger.h"

#include <inttypes.h>

#include "cli/cli.h"
#include "repo/apply.h"

static void row_json(struct json *j, const struct ledger_row *r)
{
    json_object_begin(j);
    json_kv_int(j, "id", r->id);
    json_kv_int(j, "parentId", r->parent_id);
    json_kv_str(j, "name", r->name);
    json_kv_str(j, "op", r->op);
    json_kv_str(j, "kind", r->kind);
    json_kv_str(j, "state", r->state);
    json_kv_str(j, "fromCommit", r->from_commit);
    json_kv_str(j, "toCommit", r->to_commit);
    json_kv_str(j, "fromSchema", r->from_schema);
    json_kv_str(j, "toSchema", r->to_schema);
    json_kv_str(j, "checksum", r->checksum);
    json_kv_int(j, "stepsTotal", r->steps_total);
    json_kv_int(j, "stepsDone", r->steps_done);
    json_kv_str(j, "tool", r->tool);
    json_kv_str(j, "who", r->who);
    json_kv_str(j, "host", r->host);
    json_kv_str(j, "startedAt", r->started_at);
    json_kv_str(j, "finishedAt", r->finished_at);
    json_kv_str(j, "error", r->error);
    json_object_end(j);
}

static void head_json(struct json *j, const struct db_head *h)
{
    json_key(j, "head");
    if (!h->present) {
        json_null(j);
        return;
    }
    json_object_begin(j);
    json_kv_str(j, "branch", h->branch);
    json_kv_str(j, "commit", h->commit);
    json_kv_str(j, "schema", h->schema);
    json_kv_str(j, "role", h->role);
    json_kv_str(j, "updatedAt", h->updated_at);
    json_object_end(j);
}

static int print_json(struct cli *c, const struct target *t, const struct db_head *h,
    const struct ledger_rows *l, size_t n, struct flash_error *err)
{
    struct json j;

    cli_json_begin(c, &j);
    json_kv_str(&j, "database", t->display);
    head_json(&j, h);
    json_key(&j, "moves");
    json_array_begin(&j);
    for (size_t i = 0; i < n; i++)
        row_json(&j, &l->items[l->len - 1 - i]);
    json_array_end(&j);
    return cli_json_end(c, &j, err);
}

static void print_row(struct cli *c, const struct ledger_row *r)
{
    out_color(c->out, COLOR_COMMIT);
    out_printf(c->out, "move %" PRId64, r->id);
    out_color(c->out, COLOR_NONE);
    out_printf(c->out, " %.*s %.*s", STR_ARG(r->kind), STR_ARG(r->name));
    if (r->to_commit.len)
        out_printf(c->out, " (%.7s)", r->to_commit.ptr);
    if (!str_eq(r->state, STR("done")))
        out_printf(c->out, " [%.*s]", STR_ARG(r->state));
    out_puts(c->out, "\n");
}

static void print_details(struct cli *c, const struct ledger_row *r)
{
    out_printf(c->out, "Who:    %.*s@%.*s\n", STR_ARG(r->who), STR_ARG(r->host));
    out_printf(
        c->out, "Date:   %.*s\n", STR_ARG(r->finished_at.len ? r->finished_at : r->started_at));
    out_printf(c->out, "Schema: %.*s -> %.*s\n",
        STR_ARG(r->from_schema.len ? r->from_schema : STR("none")), STR_ARG(r->to_schema));
    out_printf(c->out, "Steps:  %" PRId64 " of %" PRId64 "\n", r->steps_done, r->steps_total);
    if (r->error.len)
        out_printf(c->out, "Error:  %.*s\n", STR_ARG(r->error));
}

int show_ledger(struct cli *c, const char *database, size_t limit, bool json, bool oneline,
    struct flash_error *err)
{
    struct endpoint_context context;
    struct ledger_rows l = {0};
    struct db_head head = {0};
    struct target target = {0};
    size_t n;
    int rc = cli_endpoint_context(c, NULL, &context, err);

    if (rc == 0)
        rc = apply_log(&context, database, c->perm, &l, &head, &target, err);
    if (rc < 0)
        return rc;
    n = l.len < limit ? l.len : limit;
    if (json)
        return print_json(c, &target, &head, &l, n, err);
    for (size_t i = 0; i < n && !output_broken(c->out); i++) {
        out_puts(c->out, i && !oneline ? "\n" : "");
        print_row(c, &l.items[l.len - 1 - i]);
        if (!oneline)
            print_details(c, &l.items[l.len - 1 - i]);
    }
    if (n == 0)
        msg_note(c->out, "%.*s has no record of any move", STR_ARG(target.display));
    return EXIT_DONE;
}

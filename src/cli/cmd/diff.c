#include "cli/cmd.h"
#include "cli/diff-view.h"
#include "cli/show-changes.h"
#include "repo/endpoint.h"

struct diff_args {
    int format;
    const char *dialect;
    bool exit_code, hazards;
};

static const char *const synopsis[] = {
    "[<options>] [<from> [<to>]] [-- <object>...]",
    "[<options>] <from>..<to> [-- <object>...]",
    "[<options>] <from>...<to> [-- <object>...]",
    NULL,
};

static const struct option rows[] = {
    DIFF_FORMAT_OPTIONS(struct diff_args),
    OPT_FLAG(0, "exit-code", struct diff_args, exit_code, "exit with 1 when there are differences"),
    OPT_FLAG(0, "hazards", struct diff_args, hazards, "say what each statement risks"),
    OPT_TEXT(
        0, "dialect", struct diff_args, dialect, "<name>", "how to read a file that does not tell"),
};

struct ends {
    struct endpoint from, to;
    struct rename_list renames;
};

/* Hashing every text costs as much as parsing it: only JSON shows the ids. */
static int load_ids(
    struct cli *c, const struct endpoint_context *context, struct ends *e, struct flash_error *err)
{
    int rc = endpoint_oid(context, &e->from, c->perm, c->scratch, err);

    return rc < 0 ? rc : endpoint_oid(context, &e->to, c->perm, c->scratch, err);
}

static int load(struct cli *c, const struct diff_args *a, const struct words *w, struct ends *e,
    struct flash_error *err)
{
    enum diff_format f = (enum diff_format)a->format;
    bool plan = a->hazards || f == FORMAT_DEFAULT || f == FORMAT_SQL;
    struct endpoint_context context;
    struct endpoint_range range;
    int rc = endpoint_range_parse(w->items, w->dashes, &range, err);

    if (rc == 0)
        rc = cli_endpoint_context(c, a->dialect, &context, err);
    if (rc == 0)
        rc = endpoint_range_resolve(&context, &range, c->perm, &e->from, &e->to, err);
    if (rc == 0)
        rc = endpoint_load_pair(
            &context, &e->from, &e->to, plan ? ENDPOINT_DEPENDANTS : 0, c->perm, c->scratch, err);
    if (rc == 0 && f == FORMAT_JSON)
        rc = load_ids(c, &context, e, err);
    if (rc == 0)
        rc = endpoint_renames(&context, &e->from, &e->to, c->perm, &e->renames, err);
    return rc;
}

static void end_json(struct json *j, const char *key, const struct endpoint *e)
{
    char hex[OID_HEX + 1];

    json_key(j, key);
    json_object_begin(j);
    json_kv_str(j, "endpoint", e->word);
    json_kv_str(j, "label", e->label);
    if (!oid_is_zero(&e->commit)) {
        oid_hex(&e->commit, hex);
        json_kv_cstr(j, "commit", hex);
    }
    if (e->have_oid) {
        oid_hex(&e->schema_oid, hex);
        json_kv_cstr(j, "schema", hex);
    }
    json_object_end(j);
}

static int print_json(
    struct cli *c, const struct ends *e, const struct diff_view *v, struct flash_error *err)
{
    struct json j;

    cli_json_begin(c, &j);
    end_json(&j, "from", &e->from);
    end_json(&j, "to", &e->to);
    diff_view_json(v, &j);
    return cli_json_end(c, &j, err);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct diff_args *a = args;
    enum diff_format format = a->format ? (enum diff_format)a->format : FORMAT_SQL;
    struct objglob objects = {words->items + words->dashes, words->len - words->dashes};
    struct ends e = {0};
    struct diff_view v = {.renames = &e.renames, .objects = &objects, .hazards = a->hazards};
    int rc = load(c, a, words, &e, err);

    if (rc < 0)
        return rc;
    v.from = e.from.schema;
    v.to = e.to.schema;
    v.from_label = e.from.label;
    v.to_label = e.to.label;
    rc = diff_view_make(c, &v, format == FORMAT_SQL, err);
    if (rc == 0)
        rc = format == FORMAT_JSON ? print_json(c, &e, &v, err)
                                   : diff_view_print(c, &v, format, err);
    if (rc < 0)
        return rc;
    if (format == FORMAT_SQL && v.changes.len && !show_changes_real(&v.changes))
        msg_note(c->out, "only the order of columns or other cosmetic things differ: 'flash diff "
                         "--format tree' shows them");
    return a->exit_code && show_changes_real(&v.changes) ? EXIT_DIFFERENT : EXIT_DONE;
}

const struct cmd cmd_diff = {
    .name = "diff",
    .help = "show what turns one schema into another",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct diff_args),
    .flags = CMD_REPO_MAYBE | CMD_PAGER,
    .run = run,
};

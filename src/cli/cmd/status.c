#include "repo/status.h"

#include "base/clock.h"
#include "cli/cmd.h"
#include "cli/show-changes.h"

struct status_args {
    bool brief, json, exit_code, live, no_db;
};

static const char *const synopsis[] = {"[--short | --json] [--exit-code] [--live | --no-db]", NULL};

static const struct option rows[] = {
    OPT_FLAG('s', "short", struct status_args, brief, "one line for each thing"),
    OPT_FLAG(0, "json", struct status_args, json, "print JSON"),
    OPT_FLAG(
        0, "exit-code", struct status_args, exit_code, "exit with 1 unless everything is clean"),
    OPT_FLAG(0, "live", struct status_args, live,
        "ask the database whatever its role is, without a limit of time"),
    OPT_FLAG(0, "no-db", struct status_args, no_db, "leave the database out"),
};

static const char *files_word(const struct status *s)
{
    if (s->files_broken)
        return "broken";
    return s->files_differ ? "dirty" : s->files_touched ? "touched" : "clean";
}

static void print_head(struct cli *c, const struct status *s)
{
    char hex[OID_HEX + 1];

    oid_hex(&s->head.id, hex);
    if (s->head.detached)
        out_printf(c->out, "HEAD detached at %.7s\n", hex);
    else
        out_printf(c->out, "On branch %.*s\n", STR_ARG(s->head.branch));
    if (s->head.unborn)
        out_puts(c->out, "No commits yet\n");
    if (s->operation)
        out_printf(c->out, "An operation is not finished: %s\n", s->operation);
}

static void print_files(struct cli *c, const struct status *s)
{
    if (s->files_broken)
        out_puts(c->out, "\nThe working files cannot be read; see the errors below.\n");
    else if (s->files_differ) {
        out_puts(c->out, "\nChanges not committed:\n");
        show_changes_short(c->out, c->scratch, "  ", &s->changes);
    } else if (s->files_touched)
        out_puts(c->out, "\nWorking files were edited; the schema they make is HEAD's.\n");
    else
        out_puts(c->out, "\nWorking files: clean\n");
}

/* Where what is said of the database comes from. */
static struct flash_str db_source(struct cli *c, const struct status *s, struct arena *a)
{
    struct flash_str age;

    (void)c;
    if (s->db_live || !s->state.present)
        return STR("");
    age = state_age(a, s->state.seen_at, clock_now());
    return arena_printf(a, ", as seen %.*s", STR_ARG(age));
}

static void print_db(struct cli *c, const struct status *s)
{
    struct arena scratch = c->scratch;
    struct flash_str source = db_source(c, s, &scratch);

    if (s->db == STATUS_DB_NONE)
        return;
    out_printf(c->out, "\nDatabase %.*s", STR_ARG(s->db_target));
    if (s->db_url.len)
        out_printf(c->out, " (%.*s)", STR_ARG(s->db_url));
    out_printf(c->out, ": %s", status_db_word(s->db));
    if (s->db_ahead || s->db_behind)
        out_printf(c->out, " [ahead %zu, behind %zu]", s->db_ahead, s->db_behind);
    out_printf(c->out, "%.*s\n", STR_ARG(source));
    if (s->db_detail.len)
        out_printf(c->out, "  %.*s\n", STR_ARG(s->db_detail));
    show_changes_short(c->out, c->scratch, "  ", &s->db_changes);
}

static void print_long(struct cli *c, const struct status *s)
{
    print_head(c, s);
    print_files(c, s);
    print_db(c, s);
    if (s->next.len && !c->out->quiet)
        out_printf(c->out, "\nnext: %.*s\n", STR_ARG(s->next));
}

/* For scripts: "## branch", then "<mark> <object>", then "db <target> <word>". */
static void print_short(struct cli *c, const struct status *s)
{
    static const char marks[] = {[CHANGE_ADD] = 'A', [CHANGE_DROP] = 'D', [CHANGE_MODIFY] = 'M'};
    char hex[OID_HEX + 1];

    oid_hex(&s->head.id, hex);
    out_printf(c->out, "## %.*s%s\n", STR_ARG(s->head.detached ? str_from(hex) : s->head.branch),
        s->head.unborn     ? " (unborn)"
        : s->head.detached ? " (detached)"
                           : "");
    if (s->operation)
        out_printf(c->out, "!! %s\n", s->operation);
    for (size_t i = 0; i < s->changes.len; i++) {
        struct arena scratch = c->scratch;
        const struct change *g = &s->changes.items[i];

        out_printf(c->out, "%c  ", g->op == CHANGE_MODIFY && g->renamed ? 'R' : marks[g->op]);
        out_str(c->out, object_title(&scratch, change_object(g)));
        out_puts(c->out, "\n");
    }
    if (s->files_broken || s->files_touched)
        out_printf(c->out, "files %s\n", files_word(s));
    if (s->db != STATUS_DB_NONE)
        out_printf(c->out, "db %.*s %s\n", STR_ARG(s->db_target), status_db_word(s->db));
}

static void db_json(struct json *j, const struct status *s)
{
    json_key(j, "database");
    if (s->db == STATUS_DB_NONE) {
        json_null(j);
        return;
    }
    json_object_begin(j);
    json_kv_str(j, "target", s->db_target);
    json_kv_str(j, "url", s->db_url);
    json_kv_str(j, "role", s->db_role);
    json_kv_cstr(j, "state", status_db_word(s->db));
    json_kv_bool(j, "live", s->db_live);
    if (s->state.present)
        json_kv_int(j, "seenAt", s->state.seen_at);
    json_kv_str(j, "branch", s->state.branch);
    json_kv_str(j, "commit", s->state.commit);
    json_kv_str(j, "schema", s->state.schema);
    json_kv_str(j, "liveSchema", s->state.live_schema);
    json_kv_int(j, "ahead", (int64_t)s->db_ahead);
    json_kv_int(j, "behind", (int64_t)s->db_behind);
    json_kv_str(j, "detail", s->db_detail);
    json_key(j, "changes");
    show_changes_json(j, &s->db_changes);
    json_object_end(j);
}

static int print_json(struct cli *c, const struct status *s, struct flash_error *err)
{
    char hex[OID_HEX + 1];
    struct json j;

    cli_json_begin(c, &j);
    if (s->head.detached)
        json_kv_cstr(&j, "branch", NULL);
    else
        json_kv_str(&j, "branch", s->head.branch);
    oid_hex(&s->head.id, hex);
    json_kv_cstr(&j, "commit", s->head.unborn ? NULL : hex);
    json_kv_str(&j, "subject", s->subject);
    json_kv_bool(&j, "detached", s->head.detached);
    json_kv_bool(&j, "unborn", s->head.unborn);
    json_kv_cstr(&j, "operation", s->operation);
    oid_hex(&s->head_schema, hex);
    json_kv_cstr(&j, "headSchema", hex);
    oid_hex(&s->files_schema, hex);
    json_kv_cstr(&j, "filesSchema", s->files_broken ? NULL : hex);
    json_kv_cstr(&j, "files", files_word(s));
    json_key(&j, "changes");
    show_changes_json(&j, &s->changes);
    db_json(&j, s);
    json_kv_str(&j, "next", s->next);
    return cli_json_end(c, &j, err);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct status_args *a = args;
    struct status_options o = {.target = c->target, .live = a->live, .no_db = a->no_db};
    struct status s = {0};
    int rc = cli_check_words(c, words, 0, 0, "no words", err);

    /* The shell's prompt may run it: a look never waits for an answer. */
    c->repo->confirm = NULL;
    if (rc == 0 && a->brief && a->json)
        rc = error_set(err, FLASH_EUSAGE, "--short and --json exclude each other");
    if (rc == 0)
        rc = status_read(c->repo, &o, &c->diags, c->perm, c->scratch, &s, err);
    if (rc < 0)
        return rc;
    if (a->json)
        rc = print_json(c, &s, err);
    else if (a->brief)
        print_short(c, &s);
    else
        print_long(c, &s);
    if (rc < 0)
        return rc;
    return a->exit_code && !status_is_clean(&s) ? EXIT_DIFFERENT : EXIT_DONE;
}

const struct cmd cmd_status = {
    .name = "status",
    .help = "show how HEAD, the working files and the database stand to each other",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct status_args),
    .flags = CMD_REPO | CMD_PAGER,
    .run = run,
};

#include "repo/apply.h"

#include "cli/cmd.h"
#include "cli/prompt.h"
#include "cli/show-move.h"

struct apply_args {
    const char *db, *plan, *name, *dialect;
    struct option_list allow, fill;
    bool dry_run, yes, json, carry, discard;
    struct option_int lock_timeout;
};

static const char *const synopsis[] = {"[--db <url>] [--dry-run] [--plan <hash>] [--allow "
                                       "<code>,...] [--fill <column>=<expr>] [--yes] [<endpoint>]",
    NULL};

static const struct option rows[] = {
    OPT_TEXT(0, "db", struct apply_args, db, "<url>",
        "the database: an url or a target's name (default: --target)"),
    OPT_FLAG(
        'n', "dry-run", struct apply_args, dry_run, "print what would run and its hash, and stop"),
    OPT_TEXT(0, "plan", struct apply_args, plan, "<hash>", "run the plan of this hash or none"),
    OPT_LIST(0, "allow", struct apply_args, allow, "<code>",
        "consent to a hazard, to data-loss, to non-ff; may be repeated"),
    OPT_LIST(0, "fill", struct apply_args, fill, "<table>.<column>=<expr>",
        "value for rows that would have none"),
    OPT_FLAG(0, "carry", struct apply_args, carry, "keep what drifted and apply on top of it"),
    OPT_FLAG(0, "discard", struct apply_args, discard, "undo what drifted"),
    OPT_FLAG('y', "yes", struct apply_args, yes, "do not ask"),
    OPT_TEXT(0, "name", struct apply_args, name, "<name>", "the move's name in the ledger"),
    OPT_INT(0, "lock-timeout", struct apply_args, lock_timeout, "<seconds>", 0,
        "how long to wait for the database"),
    OPT_TEXT(0, "dialect", struct apply_args, dialect, "<name>",
        "how to read a file that does not tell"),
    OPT_FLAG(0, "json", struct apply_args, json, "print JSON"),
};

struct asking {
    struct cli *c;
    const struct apply_args *args;
    bool shown;
};

/* The plan is shown before anything is locked; the question is asked there too. */
static int show(void *payload, const struct move_report *report, struct flash_error *err)
{
    struct asking *ask = payload;

    ask->shown = true;
    if (!ask->args->json)
        show_move_before(ask->c, report, true);
    if (ask->args->yes || report->plan.empty)
        return 0;
    return prompt_yes(ask->c,
        arena_cprintf(ask->c->perm, "Apply this to %.*s?", STR_ARG(report->target.display)),
        "--yes", err);
}

/* "--allow a,b --allow c" as one list. */
static struct option_list split_list(struct cli *c, const struct option_list *l)
{
    struct option_list out = {0};

    for (size_t i = 0; i < l->len; i++) {
        struct flash_str rest = l->items[i];
        struct flash_str one;

        while (rest.len && str_split(&rest, ',', &one))
            *vec_push(c->perm, &out) = arena_str(c->perm, str_trim(one));
    }
    return out;
}

static void print_done(struct cli *c, const struct move_report *m)
{
    if (m->nothing) {
        msg_note(c->out, "%.*s is there already", STR_ARG(m->target.display));
        return;
    }
    if (m->drift_discarded)
        msg_note(c->out, "what had drifted is undone");
    if (m->adopts && m->plan.empty)
        msg_note(c->out, "%.*s has this schema; it is recorded now", STR_ARG(m->target.display));
    else
        msg_note(c->out, "applied %zu step%s to %.*s", m->steps_done, m->steps_done == 1 ? "" : "s",
            STR_ARG(m->target.display));
    show_move_after(c, m);
}

static int finish(
    struct cli *c, const struct apply_args *a, const struct move_report *m, struct flash_error *err)
{
    struct json j;

    if (a->json) {
        cli_json_begin(c, &j);
        json_kv_bool(&j, "dryRun", a->dry_run);
        show_move_json(&j, m);
        return cli_json_end(c, &j, err);
    }
    if (a->dry_run)
        return show_move_dry(c, m, err);
    print_done(c, m);
    return EXIT_DONE;
}

/* What stood in the way is in the report too: the plan that was refused helps to decide. */
static void show_refused(const struct asking *ask, int rc, const struct move_report *m)
{
    bool refused = rc == FLASH_EREFUSED || rc == FLASH_EDRIFT;

    if (refused && !ask->shown && !ask->args->json && m->losses.len && !m->done)
        show_move_before(ask->c, m, ask->args->dry_run);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct apply_args *a = args;
    struct option_list allow = split_list(c, &a->allow);
    struct asking ask = {c, a, false};
    struct endpoint_context context;
    struct move_report m = {0};
    struct fill *fills;
    struct apply_options o = {.context = &context,
        .database = a->db,
        .target = c->target,
        .dry_run = a->dry_run,
        .plan_hash = str_from(a->plan),
        .allow = allow.items,
        .nallow = allow.len,
        .carry = a->carry,
        .discard = a->discard,
        .name = str_from(a->name),
        .show = show,
        .payload = &ask};
    int rc = cli_check_words(c, words, 0, 1, "one endpoint", err);

    if (rc == 0)
        rc = cli_endpoint_context(c, a->dialect, &context, err);
    if (rc == 0)
        rc = show_move_fills(c, &a->fill, &fills, &o.nfills, err);
    if (rc < 0)
        return rc;
    o.fills = fills;
    if (words->len)
        o.endpoint = words->items[0];
    if (a->lock_timeout.given)
        o.lock_timeout_ms =
            (unsigned)(a->lock_timeout.value < 3600 ? a->lock_timeout.value * 1000 + 1 : 3600000);
    rc = apply_run(&o, c->perm, c->scratch, &m, err);
    if (rc < 0) {
        show_refused(&ask, rc, &m);
        return rc;
    }
    return finish(c, a, &m, err);
}

const struct cmd cmd_apply = {
    .name = "apply",
    .help = "bring a database to a schema and record it there",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct apply_args),
    .flags = CMD_REPO_MAYBE | CMD_WRITES,
    .run = run,
};

#include "cli/cmd.h"
#include "cli/editor.h"
#include "cli/prompt.h"
#include "cli/show-changes.h"
#include "repo/endpoint.h"
#include "repo/record.h"
#include "repo/rename.h"
#include "repo/state.h"

enum { FROM_FILES = 1, FROM_DB };

struct commit_args {
    struct option_list messages;
    int from;
    bool amend, json;
};

static const char *const synopsis[] = {
    "[-m <message>] [--from files|db] [<object>...]",
    "--amend [-m <message>] [--from files|db] [<object>...]",
    NULL,
};

static const struct option rows[] = {
    OPT_LIST('m', "message", struct commit_args, messages, "<message>",
        "what the commit is for; may be repeated for paragraphs"),
    OPT_CHOICE(0, "from", struct commit_args, from, "files|db",
        "what to record: the working files (default) or the database"),
    OPT_FLAG(
        0, "amend", struct commit_args, amend, "replace the last commit, unless a database has it"),
    OPT_FLAG(0, "json", struct commit_args, json, "print JSON"),
};

static const char help_text[] =
    "Say what the commit is for: one short line, an empty one, then why.\n"
    "Lines that start with '#' do not count; an empty message gives the commit up.\n";

static bool ask_rename(void *payload, const struct rename_guess *g)
{
    struct cli *c = payload;
    struct arena scratch = c->scratch;
    struct flash_str text = rename_text(&scratch, &g->rename);

    return prompt_choice(c, arena_cprintf(&scratch, "Is this a rename: %.*s (%u %% alike)?",
                                STR_ARG(text), g->percent));
}

/* A database that has the commit would be left on one that nobody can reach. */
static int check_amend(void *payload, const struct oid *commit, struct flash_error *err)
{
    struct cli *c = payload;
    struct states states = {0};
    char hex[OID_HEX + 1];
    int rc = state_list(c->repo, c->perm, &states, err);

    oid_hex(commit, hex);
    for (size_t i = 0; rc == 0 && i < states.len; i++) {
        const struct state *s = &states.items[i];

        if (s->present && str_eq(s->commit, str_from(hex))) {
            error_set(err, FLASH_EREFUSED, "the database '%.*s' has commit %.7s already",
                STR_ARG(s->target), hex);
            return error_hint(err, "make a new commit instead of amending this one"),
                   FLASH_EREFUSED;
        }
    }
    return rc;
}

/* Without asking it: what the last look at it said. */
static void note_database(struct cli *c)
{
    struct arena scratch = c->scratch;
    struct states states = {0};

    if (state_list(c->repo, &scratch, &states, NULL) < 0)
        return;
    for (size_t i = 0; i < states.len; i++)
        if (states.items[i].present && states.items[i].drifted)
            msg_note(c->out,
                "the database '%.*s' differed when it was last seen: 'flash status', then 'flash "
                "commit --from db'",
                STR_ARG(states.items[i].target));
}

static int nothing(struct cli *c, int from)
{
    msg_note(c->out, from == FROM_DB ? "nothing to commit: the database has HEAD's schema"
                                     : "nothing to commit: the working files have HEAD's schema");
    if (from != FROM_DB)
        note_database(c);
    return EXIT_DIFFERENT;
}

static void note_guesses(struct cli *c, const struct rename_guess_list *l)
{
    for (size_t i = 0; i < l->len; i++) {
        struct arena scratch = c->scratch;
        struct flash_str text = rename_text(&scratch, &l->items[i].rename);

        msg_note(c->out, "recorded as dropped and added, but much alike (%u %%): %.*s",
            l->items[i].percent, STR_ARG(text));
    }
    if (l->len)
        msg_hint(c->out, "if it is a rename, put '-- was: <old name>' in front of it and 'flash "
                         "commit --amend'");
}

static int print_json(struct cli *c, const struct record_result *r, struct flash_error *err)
{
    char hex[OID_HEX + 1];
    struct json j;

    cli_json_begin(c, &j);
    oid_hex(&r->commit, hex);
    json_kv_cstr(&j, "commit", hex);
    oid_hex(&r->schema, hex);
    json_kv_cstr(&j, "schema", hex);
    json_kv_str(&j, "branch", r->branch);
    json_kv_str(&j, "subject", r->subject);
    json_key(&j, "changes");
    show_changes_json(&j, &r->changes);
    return cli_json_end(c, &j, err);
}

static void print(struct cli *c, const struct record_result *r)
{
    char hex[OID_HEX + 1];

    if (c->out->quiet)
        return;
    oid_hex(&r->commit, hex);
    out_printf(c->out, "[%.*s%s %.7s] %.*s\n",
        STR_ARG(r->branch.len ? r->branch : STR("detached HEAD")), r->root ? " (root-commit)" : "",
        hex, STR_ARG(r->subject));
    show_changes_stat(c->out, c->scratch, &r->changes);
    if (r->report.rows || r->report.row_statements)
        msg_note(c->out, "rows in the files are no part of the schema: %zu in %zu statement%s",
            r->report.rows, r->report.row_statements, r->report.row_statements == 1 ? "" : "s");
    if (r->files_written)
        msg_note(c->out, "%zu working file%s changed", r->files_written,
            r->files_written == 1 ? "" : "s");
}

static int record(struct cli *c, const struct commit_args *a, const struct words *w,
    struct record_result *r, struct flash_error *err)
{
    struct record_options o = {
        .source = a->from == FROM_DB ? RECORD_DB : RECORD_FILES,
        .message = cli_message(c, &a->messages),
        .amend = a->amend,
        .objects = {w->items, w->len},
        .accept_rename = ask_rename,
        .check_amend = check_amend,
        .payload = c,
    };
    struct endpoint db = {0};
    int rc = 0;

    if (a->messages.len == 0 && !a->amend)
        rc = editor_message(c, help_text, &o.message, err);
    if (rc == 0 && a->from == FROM_DB)
        rc = cli_load_db(c, &db, err);
    if (rc < 0)
        return rc;
    if (a->from == FROM_DB)
        o.db = db.schema;
    return record_commit(c->repo, &o, &c->diags, c->perm, c->scratch, r, err);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct commit_args *a = args;
    struct record_result r = {0};
    int rc;

    rc = record(c, a, words, &r, err);
    if (rc < 0)
        return rc;
    if (r.nothing)
        return nothing(c, a->from);
    if (a->json)
        return print_json(c, &r, err);
    print(c, &r);
    note_guesses(c, &r.guesses);
    return EXIT_DONE;
}

const struct cmd cmd_commit = {
    .name = "commit",
    .help = "record the schema of the working files or of the database",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct commit_args),
    .flags = CMD_REPO | CMD_WRITES,
    .run = run,
};

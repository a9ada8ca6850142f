#include "cli/cmd.h"
#include "cli/graph-view.h"
#include "cli/show-commit.h"
#include "cli/show-ledger.h"
#include "repo/repo.h"

struct log_args {
    int format;
    bool graph, oneline, all, first_parent, reverse;
    struct option_int number;
    const char *author, *grep, *db;
};

static const char *const synopsis[] = {
    "[<options>] [<rev> | <rev>..<rev>]... [-- <object>...]",
    "[--json] [-n <number>] --db <target>",
    NULL,
};

static const struct option rows[] = {
    OPT_FLAG(0, "oneline", struct log_args, oneline, "one line for each commit"),
    OPT_FLAG(0, "graph", struct log_args, graph, "draw how branches part and meet"),
    DIFF_FORMAT_OPTIONS(struct log_args),
    OPT_INT('n', "max-count", struct log_args, number, "<number>", OPTION_DIGITS,
        "show at most so many"),
    OPT_FLAG(0, "all", struct log_args, all, "start from every branch and tag"),
    OPT_FLAG(
        0, "first-parent", struct log_args, first_parent, "follow only the first parent of merges"),
    OPT_FLAG(0, "reverse", struct log_args, reverse, "oldest first"),
    OPT_TEXT(0, "author", struct log_args, author, "<glob>", "only commits whose author matches"),
    OPT_TEXT(0, "grep", struct log_args, grep, "<text>", "only commits whose message has the text"),
    OPT_TEXT(0, "db", struct log_args, db, "<target>", "show what a database received instead"),
};

static int print_json(
    struct cli *c, const struct show_commit *s, const struct oid_list *ids, struct flash_error *err)
{
    struct json j;
    int rc = 0;

    cli_json_begin(c, &j);
    json_key(&j, "commits");
    json_array_begin(&j);
    for (size_t i = 0; rc == 0 && i < ids->len; i++) {
        struct commit commit;

        rc = commit_read(s->store, &ids->items[i], c->perm, &commit, err);
        if (rc == 0)
            rc = show_commit_json(c, s, &commit, false, &j, err);
    }
    json_array_end(&j);
    return rc < 0 ? rc : cli_json_end(c, &j, err);
}

/* What is read of one commit is forgotten before the next. What the repository keeps lives
 * elsewhere. */
static int print_commit(struct cli *c, struct show_commit s, struct graph_view *g,
    const struct oid *id, struct flash_error *err)
{
    struct flash_str first;
    struct flash_str others;
    struct flash_str joins;
    struct commit commit;
    int rc = commit_read(s.store, id, c->perm, &commit, err);

    if (rc < 0)
        return rc;
    if (g) {
        graph_view_commit(g, id, commit.parents, commit.nparents, c->perm, &first, &others, &joins);
        s.first = first.ptr;
        s.joins = joins.ptr;
        s.others = others.ptr;
    }
    return show_commit_print(c, &s, &commit, err);
}

static void put_gap(struct cli *c, const struct graph_view *g)
{
    if (g)
        out_str(c->out, graph_view_gap(g, c->perm));
    out_puts(c->out, "\n");
}

static int print_all(struct cli *c, const struct log_args *a, const struct show_commit *s,
    const struct oid_list *ids, struct flash_error *err)
{
    struct graph_view graph = {.len = 0};
    struct arena commits;
    struct cli one = *c;
    int rc = 0;

    arena_init(&commits, ARENA_DEFAULT);
    one.perm = &commits;
    for (size_t i = 0; rc == 0 && i < ids->len && !output_broken(c->out); i++) {
        if (i && !s->oneline)
            put_gap(&one, a->graph ? &graph : NULL);
        rc = print_commit(&one, *s, a->graph ? &graph : NULL, &ids->items[i], err);
        arena_reset(&commits);
    }
    arena_release(&commits);
    return rc;
}

static int history(
    struct cli *c, const struct log_args *a, const struct words *w, struct flash_error *err)
{
    struct objglob objects = {w->items + w->dashes, w->len - w->dashes};
    struct history_options o = {
        .revs = w->items,
        .nrevs = w->dashes,
        .objects = objects,
        .limit = a->number.given ? (size_t)a->number.value : 0,
        .all = a->all,
        .first_parent = a->first_parent,
        .reverse = a->reverse,
        .author = str_from(a->author),
        .grep = str_from(a->grep),
    };
    struct show_commit s = {
        .format = (enum diff_format)a->format, .oneline = a->oneline, .objects = &objects};
    struct oid_list ids = {0};
    int rc;

    if (a->number.given && a->number.value == 0)
        return EXIT_DONE;
    rc = repo_store(c->repo, &s.store, err);
    if (rc == 0)
        rc = history_select(c->repo, &o, c->perm, c->scratch, &ids, err);
    if (rc < 0)
        return rc;
    s.names = show_commit_names(c);
    return a->format == FORMAT_JSON ? print_json(c, &s, &ids, err) : print_all(c, a, &s, &ids, err);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct log_args *a = args;
    size_t limit = a->number.given ? (size_t)a->number.value : SIZE_MAX;
    int rc;

    if (a->graph && a->reverse)
        return error_set(err, FLASH_EUSAGE, "--graph and --reverse exclude each other");
    if (a->db) {
        rc = cli_check_words(c, words, 0, 0, "no words with --db", err);
        return rc < 0 ? rc
                      : show_ledger(c, a->db, limit, a->format == FORMAT_JSON, a->oneline, err);
    }
    if (!c->repo)
        return cli_open_repo(c, err);
    return history(c, a, words, err);
}

const struct cmd cmd_log = {
    .name = "log",
    .help = "show the history of the schema, or of a database",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct log_args),
    .flags = CMD_REPO_MAYBE | CMD_PAGER,
    .run = run,
};

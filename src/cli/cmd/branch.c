#include "repo/branch.h"

#include "cli/cmd.h"
#include "cli/globals.h"
#include "repo/endpoint.h"

struct branch_args {
    bool delete, force_delete, move, force, show_current, json;
    unsigned verbose;
    const char *contains;
};

static const char *const synopsis[] = {
    "[-v] [--contains <rev>] [--json]",
    "[-f] <name> [<start>]",
    "(-d | -D) <name>...",
    "-m [<old>] <new>",
    "--show-current",
    NULL,
};

static const struct option rows[] = {
    OPT_FLAG('d', "delete", struct branch_args, delete,
        "delete a branch that is merged and that no database is on"),
    OPT_FLAG('D', NULL, struct branch_args, force_delete, "delete it anyway"),
    OPT_FLAG('m', "move", struct branch_args, move, "rename a branch (default: the current one)"),
    OPT_FLAG('f', "force", struct branch_args, force, "move a branch that is there already"),
    OPT_COUNT('v', "verbose", struct branch_args, verbose,
        "show commits, ahead and behind, and databases"),
    OPT_TEXT(0, "contains", struct branch_args, contains, "<rev>",
        "only branches that have this commit"),
    OPT_FLAG(
        0, "show-current", struct branch_args, show_current, "print the current branch's name"),
    OPT_FLAG(0, "json", struct branch_args, json, "print JSON"),
};

static void print_one(
    struct cli *c, struct store *s, const struct branch *b, size_t width, bool verbose)
{
    struct arena scratch = c->scratch;

    out_puts(c->out, b->current ? "* " : "  ");
    if (b->current)
        out_color(c->out, COLOR_ADD);
    out_printf(c->out, "%.*s", STR_ARG(b->name));
    if (b->current)
        out_color(c->out, COLOR_NONE);
    if (verbose) {
        size_t columns = str_columns(b->name);

        out_printf(c->out, "%*s ", (int)(columns < width ? width - columns : 0), "");
        out_str(c->out, oid_abbrev(s, &b->id, &scratch));
        if (b->ahead || b->behind)
            out_printf(c->out, " [ahead %zu, behind %zu]", b->ahead, b->behind);
        out_printf(c->out, " %.*s", STR_ARG(b->subject));
        if (b->databases.len)
            out_printf(c->out, " (on it: %.*s)", STR_ARG(b->databases));
    }
    out_puts(c->out, "\n");
}

static int print_json(struct cli *c, const struct branches *l, struct flash_error *err)
{
    char hex[OID_HEX + 1];
    struct json j;

    cli_json_begin(c, &j);
    json_key(&j, "branches");
    json_array_begin(&j);
    for (size_t i = 0; i < l->len; i++) {
        const struct branch *b = &l->items[i];

        oid_hex(&b->id, hex);
        json_object_begin(&j);
        json_kv_str(&j, "name", b->name);
        json_kv_cstr(&j, "commit", hex);
        json_kv_bool(&j, "current", b->current);
        json_kv_int(&j, "ahead", (int64_t)b->ahead);
        json_kv_int(&j, "behind", (int64_t)b->behind);
        json_kv_str(&j, "subject", b->subject);
        json_kv_str(&j, "databases", b->databases);
        json_object_end(&j);
    }
    json_array_end(&j);
    return cli_json_end(c, &j, err);
}

static int list(
    struct cli *c, const struct branch_args *a, struct store *s, struct flash_error *err)
{
    enum branch_list_flags flags = a->verbose || a->json ? BRANCH_COUNTS | BRANCH_SUBJECTS : 0;
    struct branches l = {0};
    struct oid contains;
    size_t width = 0;
    int rc = 0;

    if (a->contains)
        rc = rev_parse(s, str_from(a->contains), &contains, err);
    if (rc == 0)
        rc = branch_list(c->repo, flags, a->contains ? &contains : NULL, c->perm, &l, err);
    if (rc < 0)
        return rc;
    if (a->json)
        return print_json(c, &l, err);
    for (size_t i = 0; i < l.len; i++)
        if (str_columns(l.items[i].name) > width)
            width = str_columns(l.items[i].name);
    for (size_t i = 0; i < l.len; i++)
        print_one(c, s, &l.items[i], width, a->verbose > 0);
    return EXIT_DONE;
}

static int delete_all(struct cli *c, const struct branch_args *a, struct store *s,
    const struct words *w, struct flash_error *err)
{
    for (size_t i = 0; i < w->len; i++) {
        struct arena scratch = c->scratch;
        struct flash_str id;
        struct oid was;
        int rc =
            branch_delete(c->repo, w->items[i], a->force_delete || a->force, c->scratch, &was, err);

        if (rc < 0)
            return rc;
        id = oid_abbrev(s, &was, &scratch);
        msg_note(c->out, "deleted branch %.*s (was %.*s)", STR_ARG(w->items[i]), STR_ARG(id));
    }
    return EXIT_DONE;
}

static int show_current(struct cli *c, struct store *s, struct flash_error *err)
{
    struct head head;
    int rc = head_read(s, c->perm, &head, err);

    if (rc < 0)
        return rc;
    if (!head.detached)
        out_printf(c->out, "%.*s\n", STR_ARG(head.branch));
    return EXIT_DONE;
}

static int create(
    struct cli *c, const struct branch_args *a, const struct words *w, struct flash_error *err)
{
    struct oid at;

    return branch_create(
        c->repo, w->items[0], w->len > 1 ? w->items[1] : STR_NULL, a->force, c->scratch, &at, err);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct branch_args *a = args;
    bool deletes = a->delete || a->force_delete;
    struct store *s;
    int rc = 0;

    if (deletes + a->move + a->show_current > 1)
        return error_set(err, FLASH_EUSAGE, "-d, -m and --show-current exclude each other");
    if (deletes)
        rc = cli_check_words(c, words, 1, SIZE_MAX, "the names of branches with -d", err);
    else if (a->move)
        rc = cli_check_words(c, words, 1, 2, "a new name, or an old and a new one, with -m", err);
    else
        rc = cli_check_words(
            c, words, 0, a->show_current || a->contains ? 0 : 2, "a name and where it starts", err);
    if (rc == 0)
        rc = repo_store(c->repo, &s, err);
    if (rc == 0 && (deletes || words->len))
        rc = cli_recover(c, err);
    if (rc < 0)
        return rc;
    if (a->show_current)
        return show_current(c, s, err);
    if (deletes)
        return delete_all(c, a, s, words, err);
    if (a->move)
        return branch_rename(c->repo, words->len > 1 ? words->items[0] : STR_NULL,
            words->items[words->len - 1], c->scratch, err);
    return words->len ? create(c, a, words, err) : list(c, a, s, err);
}

const struct cmd cmd_branch = {
    .name = "branch",
    .help = "list, make, rename and delete branches",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct branch_args),
    .flags = CMD_REPO,
    .run = run,
};

#include "cli/cmd.h"
#include "objects/graph/graph.h"
#include "repo/branch-tag.h"

struct tag_args {
    bool delete, force, list, json;
    struct option_list messages;
};

static const char *const synopsis[] = {
    "[-l] [--json] [<glob>]",
    "[-f] [-m <message>] <name> [<rev>]",
    "-d <name>...",
    NULL,
};

static const struct option rows[] = {
    OPT_FLAG('l', "list", struct tag_args, list, "list tags, those that match a glob"),
    OPT_LIST('m', "message", struct tag_args, messages, "<message>",
        "make an annotated tag; may be repeated for paragraphs"),
    OPT_FLAG('f', "force", struct tag_args, force, "replace a tag that is there"),
    OPT_FLAG('d', "delete", struct tag_args, delete, "delete tags"),
    OPT_FLAG(0, "json", struct tag_args, json, "print JSON"),
};

static int print_json(struct cli *c, const struct branch_tags *l, struct flash_error *err)
{
    char hex[OID_HEX + 1];
    struct json j;

    cli_json_begin(c, &j);
    json_key(&j, "tags");
    json_array_begin(&j);
    for (size_t i = 0; i < l->len; i++) {
        oid_hex(&l->items[i].id, hex);
        json_object_begin(&j);
        json_kv_str(&j, "name", l->items[i].name);
        json_kv_cstr(&j, "commit", hex);
        json_kv_str(&j, "message", l->items[i].message);
        json_object_end(&j);
    }
    json_array_end(&j);
    return cli_json_end(c, &j, err);
}

static int list(
    struct cli *c, const struct tag_args *a, const struct words *w, struct flash_error *err)
{
    struct branch_tags l = {0};
    int rc = branch_tag_list(c->repo, w->len ? w->items[0] : STR_NULL, c->perm, &l, err);

    if (rc < 0)
        return rc;
    if (a->json)
        return print_json(c, &l, err);
    for (size_t i = 0; i < l.len; i++)
        out_printf(c->out, "%.*s\n", STR_ARG(l.items[i].name));
    return EXIT_DONE;
}

static int delete_all(struct cli *c, const struct words *w, struct flash_error *err)
{
    for (size_t i = 0; i < w->len; i++) {
        struct arena scratch = c->scratch;
        struct store *s;
        struct flash_str id;
        struct oid was;
        int rc = repo_store(c->repo, &s, err);

        if (rc == 0)
            rc = branch_tag_delete(c->repo, w->items[i], c->scratch, &was, err);
        if (rc < 0)
            return rc;
        id = oid_abbrev(s, &was, &scratch);
        msg_note(c->out, "deleted tag %.*s (was %.*s)", STR_ARG(w->items[i]), STR_ARG(id));
    }
    return EXIT_DONE;
}

static int create(
    struct cli *c, const struct tag_args *a, const struct words *w, struct flash_error *err)
{
    struct oid at;

    return branch_tag_create(c->repo, w->items[0], w->len > 1 ? w->items[1] : STR_NULL,
        cli_message(c, &a->messages), a->force, c->scratch, &at, err);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct tag_args *a = args;
    int rc = 0;

    if (a->delete &&(a->list || a->messages.len))
        return error_set(err, FLASH_EUSAGE, "-d takes only the names of tags");
    if (a->delete)
        rc = cli_check_words(c, words, 1, SIZE_MAX, "the names of tags with -d", err);
    else
        rc = cli_check_words(
            c, words, a->messages.len ? 1 : 0, a->list ? 1 : 2, "a name and a revision", err);
    if (rc == 0 && (a->delete || (words->len && !a->list)))
        rc = cli_recover(c, err);
    if (rc < 0)
        return rc;
    if (a->delete)
        return delete_all(c, words, err);
    return words->len && !a->list ? create(c, a, words, err) : list(c, a, words, err);
}

const struct cmd cmd_tag = {
    .name = "tag",
    .help = "list, make and delete tags",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct tag_args),
    .flags = CMD_REPO,
    .run = run,
};

#include "cli/cmd.h"
#include "objects/graph/graph.h"
#include "repo/repo.h"

struct merge_base_args {
    bool all, is_ancestor, json;
};

static const char *const synopsis[] = {
    "[--all] [--json] <rev> <rev>", "--is-ancestor <rev> <rev>", NULL};

static const struct option rows[] = {
    OPT_FLAG('a', "all", struct merge_base_args, all, "print all of them, not only the best"),
    OPT_FLAG(0, "is-ancestor", struct merge_base_args, is_ancestor,
        "print nothing; exit with 0 when the first is an ancestor of the second, else with 1"),
    OPT_FLAG(0, "json", struct merge_base_args, json, "print JSON"),
};

static int print_json(struct cli *c, const struct oid_list *l, size_t n, struct flash_error *err)
{
    char hex[OID_HEX + 1];
    struct json j;

    cli_json_begin(c, &j);
    json_key(&j, "bases");
    json_array_begin(&j);
    for (size_t i = 0; i < n; i++) {
        oid_hex(&l->items[i], hex);
        json_cstr(&j, hex);
    }
    json_array_end(&j);
    return cli_json_end(c, &j, err);
}

static int print(struct cli *c, const struct merge_base_args *a, const struct oid_list *l,
    struct flash_error *err)
{
    size_t n = a->all || l->len < 1 ? l->len : 1;
    char hex[OID_HEX + 1];
    int rc = 0;

    if (a->json)
        rc = print_json(c, l, n, err);
    for (size_t i = 0; !a->json && i < n; i++) {
        oid_hex(&l->items[i], hex);
        out_printf(c->out, "%s\n", hex);
    }
    return rc < 0 ? rc : n ? EXIT_DONE : EXIT_DIFFERENT;
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct merge_base_args *a = args;
    struct oid_list bases = {0};
    struct store *s;
    struct oid ids[2];
    int rc = cli_check_words(c, words, 2, 2, "two revisions", err);

    if (rc == 0)
        rc = repo_store(c->repo, &s, err);
    for (size_t i = 0; rc == 0 && i < 2; i++)
        rc = rev_parse(s, words->items[i], &ids[i], err);
    if (rc < 0)
        return rc;
    if (a->is_ancestor)
        return graph_is_ancestor(s, &ids[0], &ids[1]) ? EXIT_DONE : EXIT_DIFFERENT;
    rc = graph_merge_bases(s, &ids[0], &ids[1], c->perm, &bases, err);
    return rc < 0 ? rc : print(c, a, &bases, err);
}

const struct cmd cmd_merge_base = {
    .name = "merge-base",
    .help = "find the commits that two revisions have in common",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct merge_base_args),
    .flags = CMD_REPO,
    .run = run,
};

#include "cli/cmd.h"
#include "objects/graph/graph.h"
#include "objects/refs/refs.h"
#include "repo/repo.h"

struct reflog_args {
    struct option_int number;
    bool json;
};

static const char *const synopsis[] = {"[-n <number>] [--json] [<ref>]", NULL};

static const struct option rows[] = {
    OPT_INT('n', "max-count", struct reflog_args, number, "<number>", OPTION_DIGITS,
        "print at most so many entries"),
    OPT_FLAG(0, "json", struct reflog_args, json, "print JSON"),
};

static void entry_json(struct json *j, const struct reflog_entry *e)
{
    char hex[OID_HEX + 1];

    json_object_begin(j);
    oid_hex(&e->from, hex);
    json_kv_cstr(j, "from", hex);
    oid_hex(&e->to, hex);
    json_kv_cstr(j, "to", hex);
    json_kv_str(j, "name", e->who.name);
    json_kv_str(j, "email", e->who.email);
    json_kv_int(j, "time", e->who.time);
    json_kv_str(j, "message", e->message);
    json_object_end(j);
}

static int print_json(
    struct cli *c, struct flash_str ref, const struct reflog *l, size_t n, struct flash_error *err)
{
    struct json j;

    cli_json_begin(c, &j);
    json_kv_str(&j, "ref", ref);
    json_key(&j, "entries");
    json_array_begin(&j);
    for (size_t i = 0; i < n; i++)
        entry_json(&j, &l->items[i]);
    json_array_end(&j);
    return cli_json_end(c, &j, err);
}

static void print(
    struct cli *c, struct store *s, struct flash_str ref, const struct reflog *l, size_t n)
{
    struct flash_str name = str_starts(ref, STR("refs/heads/")) ? str_skip(ref, 11) : ref;

    for (size_t i = 0; i < n && !output_broken(c->out); i++) {
        struct arena scratch = c->scratch;

        out_color(c->out, COLOR_COMMIT);
        out_str(c->out, oid_abbrev(s, &l->items[i].to, &scratch));
        out_color(c->out, COLOR_NONE);
        out_printf(c->out, " %.*s@{%zu}: %.*s\n", STR_ARG(name), i, STR_ARG(l->items[i].message));
    }
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct reflog_args *a = args;
    struct flash_str ref = STR("HEAD");
    struct reflog log = {0};
    struct store *s;
    size_t n;
    int rc = cli_check_words(c, words, 0, 1, "one branch", err);

    if (rc == 0)
        rc = repo_store(c->repo, &s, err);
    if (rc == 0 && words->len)
        rc = rev_ref_name(s, words->items[0], c->perm, &ref, err);
    if (rc == 0 && ref.len == 0)
        rc = error_set(err, FLASH_ENOTFOUND, "'%.*s' is no branch", STR_ARG(words->items[0]));
    if (rc == 0)
        rc = reflog_read(s, arena_cstr(c->perm, ref), c->perm, &log, err);
    if (rc < 0)
        return rc;
    n = a->number.given && (uint64_t)a->number.value < log.len ? (size_t)a->number.value : log.len;
    if (a->json)
        return print_json(c, ref, &log, n, err);
    print(c, s, ref, &log, n);
    return EXIT_DONE;
}

const struct cmd cmd_reflog = {
    .name = "reflog",
    .help = "show where HEAD or a branch has been",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct reflog_args),
    .flags = CMD_REPO | CMD_PAGER,
    .run = run,
};

#include "cli/cmd.h"
#include "objects/graph/graph.h"
#include "objects/refs/refs.h"
#include "repo/endpoint.h"
#include "repo/repo.h"

struct rev_parse_args {
    bool abbrev_ref, symbolic, verify, quiet, show_toplevel, flash_dir, json;
    bool shorten;
};

static const char *const synopsis[] = {
    "[--short] [--abbrev-ref | --symbolic-full-name] [--json] <rev>...",
    "--show-toplevel | --flash-dir",
    NULL,
};

static const struct option rows[] = {
    OPT_FLAG(0, "short", struct rev_parse_args, shorten, "print the shortest id that is unique"),
    OPT_FLAG(0, "abbrev-ref", struct rev_parse_args, abbrev_ref,
        "print the branch's or tag's short name"),
    OPT_FLAG(0, "symbolic-full-name", struct rev_parse_args, symbolic, "print the ref's full name"),
    OPT_FLAG(0, "verify", struct rev_parse_args, verify, "take exactly one revision"),
    OPT_FLAG(
        0, "show-toplevel", struct rev_parse_args, show_toplevel, "print the project's folder"),
    OPT_FLAG(0, "flash-dir", struct rev_parse_args, flash_dir, "print the folder of the store"),
    OPT_FLAG(0, "json", struct rev_parse_args, json, "print JSON"),
};

struct resolved {
    struct oid id;
    struct flash_str ref;
    bool excluded; /* the left side of a range */
};

static int resolve(struct cli *c, struct store *s, struct flash_str word, bool excluded,
    struct resolved *out, struct flash_error *err)
{
    int rc = rev_parse(s, word, &out->id, err);

    if (rc == 0)
        rc = rev_ref_name(s, word, c->perm, &out->ref, err);
    out->excluded = excluded;
    return rc;
}

static struct flash_str short_ref(struct flash_str ref)
{
    static const char *const prefixes[] = {"refs/heads/", "refs/tags/", "refs/"};

    for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
        if (str_starts(ref, str_from(prefixes[i])))
            return str_skip(ref, str_from(prefixes[i]).len);
    return ref;
}

static struct flash_str show(
    struct cli *c, const struct rev_parse_args *a, struct store *s, const struct resolved *r)
{
    char hex[OID_HEX + 1];
    struct flash_str id;

    if ((a->abbrev_ref || a->symbolic) && r->ref.len)
        return a->symbolic ? r->ref : short_ref(r->ref);
    oid_hex(&r->id, hex);
    id = a->shorten ? oid_abbrev(s, &r->id, c->perm) : arena_str(c->perm, str_from(hex));
    return r->excluded ? arena_printf(c->perm, "^%.*s", STR_ARG(id)) : id;
}

static void put(struct cli *c, const struct rev_parse_args *a, struct store *s,
    const struct resolved *r, struct json *j)
{
    char hex[OID_HEX + 1];

    if (!a->json) {
        out_str(c->out, show(c, a, s, r));
        out_puts(c->out, "\n");
        return;
    }
    oid_hex(&r->id, hex);
    json_object_begin(j);
    json_kv_cstr(j, "commit", hex);
    json_kv_str(j, "ref", r->ref);
    json_kv_bool(j, "excluded", r->excluded);
    json_object_end(j);
}

/* One word may be a range, which prints its two ends as git does. */
static int put_word(struct cli *c, const struct rev_parse_args *a, struct store *s,
    struct flash_str word, struct json *j, struct flash_error *err)
{
    struct flash_str from = word;
    struct flash_str to = STR_NULL;
    struct resolved r;
    bool three = false;
    bool range = endpoint_split(word, &from, &to, &three);
    int rc = resolve(c, s, range ? (to.len ? to : STR("HEAD")) : word, false, &r, err);

    if (rc < 0)
        return rc;
    put(c, a, s, &r, j);
    if (!range)
        return 0;
    rc = resolve(c, s, from.len ? from : STR("HEAD"), !three, &r, err);
    if (rc == 0)
        put(c, a, s, &r, j);
    return rc;
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct rev_parse_args *a = args;
    struct store *s;
    struct json j;
    int rc;

    if (a->show_toplevel || a->flash_dir) {
        out_printf(c->out, "%s\n", a->flash_dir ? c->repo->dir : c->repo->root);
        return EXIT_DONE;
    }
    rc = cli_check_words(c, words, 1, a->verify ? 1 : SIZE_MAX,
        a->verify ? "one revision with --verify" : "at least one revision", err);
    if (rc == 0)
        rc = repo_store(c->repo, &s, err);
    if (rc < 0)
        return rc;
    if (a->json) {
        cli_json_begin(c, &j);
        json_key(&j, "revisions");
        json_array_begin(&j);
    }
    for (size_t i = 0; rc == 0 && i < words->len; i++)
        rc = put_word(c, a, s, words->items[i], &j, err);
    if (rc < 0 || !a->json)
        return rc;
    json_array_end(&j);
    return cli_json_end(c, &j, err);
}

const struct cmd cmd_rev_parse = {
    .name = "rev-parse",
    .help = "print the ids that revisions stand for",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct rev_parse_args),
    .flags = CMD_REPO,
    .run = run,
};

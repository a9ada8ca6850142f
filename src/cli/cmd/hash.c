#include "cli/cmd.h"
#include "repo/endpoint.h"

struct hash_args {
    const char *dialect;
    bool json;
};

static const char *const synopsis[] = {"[--dialect <name>] [--json] [<endpoint>]", NULL};

static const struct option rows[] = {
    OPT_TEXT(
        0, "dialect", struct hash_args, dialect, "<name>", "how to read a file that does not tell"),
    OPT_FLAG(0, "json", struct hash_args, json, "print JSON"),
};

static int print_json(
    struct cli *c, const struct endpoint *e, const char *hex, struct flash_error *err)
{
    struct json j;

    cli_json_begin(c, &j);
    json_kv_str(&j, "endpoint", e->word);
    json_kv_str(&j, "label", e->label);
    json_kv_cstr(&j, "schema", hex);
    return cli_json_end(c, &j, err);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct hash_args *a = args;
    struct endpoint_context context;
    struct endpoint e = {0};
    char hex[OID_HEX + 1];
    int rc;

    if (words->len > 1)
        return error_set(err, FLASH_EUSAGE, "'flash hash' takes one endpoint");
    rc = cli_endpoint_context(c, a->dialect, &context, err);
    if (rc == 0)
        rc = endpoint_parse(&context, words->len ? words->items[0] : STR("HEAD"), c->perm, &e, err);
    if (rc == 0)
        rc = endpoint_oid(&context, &e, c->perm, c->scratch, err);
    if (rc < 0)
        return rc;
    oid_hex(&e.schema_oid, hex);
    if (a->json)
        return print_json(c, &e, hex, err);
    out_printf(c->out, "%s\n", hex);
    return EXIT_DONE;
}

const struct cmd cmd_hash = {
    .name = "hash",
    .help = "print the id of a schema: equal ids are equal schemas",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct hash_args),
    .flags = CMD_REPO_MAYBE,
    .run = run,
};

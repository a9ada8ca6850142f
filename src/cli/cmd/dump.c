#include "cli/cmd.h"
#include "repo/endpoint.h"

#define DUMP_MAX ((size_t)1 << 30)

enum { FORMAT_SQL = 1, FORMAT_JSON };

struct dump_args {
    const char *dialect;
    int format;
};

static const char *const synopsis[] = {"[--format sql|json] [--dialect <name>] [<endpoint>]", NULL};

static const struct option rows[] = {
    OPT_CHOICE(0, "format", struct dump_args, format, "sql|json", "what to print (default: sql)"),
    OPT_SET(0, "json", struct dump_args, format, FORMAT_JSON, "the same as --format json"),
    OPT_TEXT(
        0, "dialect", struct dump_args, dialect, "<name>", "how to read a file that does not tell"),
};

static int print(struct cli *c, const struct schema *s, int format, struct flash_error *err)
{
    struct strbuf text;
    struct json j;

    strbuf_init(&text, c->perm, DUMP_MAX);
    if (format == FORMAT_JSON) {
        json_init(&j, &text);
        schema_json(s, &j);
        strbuf_addc(&text, '\n');
    } else {
        schema_print(s, &text);
    }
    if (strbuf_check(&text, "the schema's text", err) < 0)
        return FLASH_ETOOBIG;
    out_str(c->out, strbuf_str(&text));
    return EXIT_DONE;
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct dump_args *a = args;
    struct endpoint_context context;
    struct endpoint e = {0};
    int rc;

    if (words->len > 1)
        return error_set(err, FLASH_EUSAGE, "'flash dump' takes one endpoint");
    rc = cli_endpoint_context(c, a->dialect, &context, err);
    if (rc == 0)
        rc = endpoint_parse(&context, words->len ? words->items[0] : STR("HEAD"), c->perm, &e, err);
    if (rc == 0)
        rc = endpoint_load(&context, &e, c->perm, c->scratch, err);
    return rc < 0 ? rc : print(c, e.schema, a->format, err);
}

const struct cmd cmd_dump = {
    .name = "dump",
    .help = "print a whole schema in canonical form",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct dump_args),
    .flags = CMD_REPO_MAYBE | CMD_PAGER,
    .run = run,
};

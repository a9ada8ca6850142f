#include "flash/version.h"
#include "cli/cmd.h"

struct version_args {
    bool build_options, json;
};

static const char *const synopsis[] = {"[--build-options] [--json]", NULL};

static const struct option rows[] = {
    OPT_FLAG(0, "build-options", struct version_args, build_options,
        "list the adapters and libraries too"),
    OPT_FLAG(0, "json", struct version_args, json, "print JSON"),
};

static int print_json(struct cli *c, struct flash_error *err)
{
    struct json j;
    const char *line;

    cli_json_begin(c, &j);
    json_kv_cstr(&j, "flash", flash_version());
    json_key(&j, "buildOptions");
    json_array_begin(&j);
    for (unsigned i = 0; (line = flash_build_option(i)) != NULL; i++)
        json_cstr(&j, line);
    json_array_end(&j);
    return cli_json_end(c, &j, err);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct version_args *a = args;
    const char *line;

    if (words->len)
        return error_set(err, FLASH_EUSAGE, "'flash version' takes no words");
    if (a->json)
        return print_json(c, err);
    out_printf(c->out, "flash %s\n", flash_version());
    for (unsigned i = 0; a->build_options && (line = flash_build_option(i)) != NULL; i++)
        out_printf(c->out, "%s\n", line);
    return EXIT_DONE;
}

const struct cmd cmd_version = {
    .name = "version",
    .help = "print the version of flash",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct version_args),
    .run = run,
};

#include "repo/config.h"

#include "cli/cmd.h"
#include "repo/repo.h"

enum { LEVEL_PROJECT = CONFIG_PROJECT, LEVEL_GLOBAL = CONFIG_GLOBAL, LEVEL_LOCAL = CONFIG_LOCAL };

struct config_args {
    int level;
    bool list, keys, unset, get, origin, json;
};

static const char *const synopsis[] = {
    "[--get] <key>",
    "[--project|--global|--local] <key> <value>",
    "[--project|--global|--local] --unset <key>",
    "[--show-origin] [--json] --list",
    "[--json] --keys",
    NULL,
};

static const struct option rows[] = {
    OPT_FLAG('l', "list", struct config_args, list, "print all that is set"),
    OPT_FLAG(0, "get", struct config_args, get, "print the value of a key"),
    OPT_FLAG(0, "unset", struct config_args, unset, "remove a key"),
    OPT_FLAG(0, "keys", struct config_args, keys, "print every key that flash knows"),
    OPT_FLAG(
        0, "show-origin", struct config_args, origin, "print the file and line of each value too"),
    OPT_SET(0, "project", struct config_args, level, LEVEL_PROJECT,
        "write flash.conf, which git tracks (the default)"),
    OPT_SET(0, "global", struct config_args, level, LEVEL_GLOBAL, "write ~/.config/flash/config"),
    OPT_SET(0, "local", struct config_args, level, LEVEL_LOCAL, "write .flash/config"),
    OPT_FLAG(0, "json", struct config_args, json, "print JSON"),
};

/* The configuration of the project, or of the user alone where there is none. */
static int load(struct cli *c, struct config **out, struct flash_error *err)
{
    if (c->repo)
        return repo_config(c->repo, out, err);
    return config_load(c->perm, NULL, NULL, &c->diags, out, err);
}

static void entry_json(struct json *j, const struct config_entry *e)
{
    json_object_begin(j);
    json_kv_str(j, "key", e->name);
    json_kv_str(j, "value", e->value);
    json_kv_cstr(j, "level", config_level_name(e->level));
    json_kv_cstr(j, "file", e->file);
    json_kv_int(j, "line", e->line);
    json_object_end(j);
}

static int list_json(struct cli *c, const struct config *config, struct flash_error *err)
{
    struct json j;

    cli_json_begin(c, &j);
    json_key(&j, "entries");
    json_array_begin(&j);
    for (size_t i = 0; i < config->entries.len; i++)
        entry_json(&j, &config->entries.items[i]);
    json_array_end(&j);
    return cli_json_end(c, &j, err);
}

static int list(struct cli *c, const struct config_args *a, struct flash_error *err)
{
    struct config *config;
    int rc = load(c, &config, err);

    if (rc < 0)
        return rc;
    if (a->json)
        return list_json(c, config, err);
    for (size_t i = 0; i < config->entries.len; i++) {
        const struct config_entry *e = &config->entries.items[i];

        if (a->origin)
            out_printf(c->out, "%s:%u\t", e->file, e->line);
        out_printf(c->out, "%.*s=%.*s\n", STR_ARG(e->name), STR_ARG(e->value));
    }
    return EXIT_DONE;
}

static int keys(struct cli *c, bool as_json, struct flash_error *err)
{
    const struct config_key *k;
    struct json j;

    if (!as_json) {
        for (unsigned i = 0; (k = config_key_at(i)) != NULL; i++)
            out_printf(c->out, "%-22s %s%s%s%s\n", k->name, k->help, k->def ? " (default: " : "",
                k->def ? k->def : "", k->def ? ")" : "");
        return EXIT_DONE;
    }
    cli_json_begin(c, &j);
    json_key(&j, "keys");
    json_array_begin(&j);
    for (unsigned i = 0; (k = config_key_at(i)) != NULL; i++) {
        json_object_begin(&j);
        json_kv_cstr(&j, "key", k->name);
        json_kv_cstr(&j, "default", k->def);
        json_kv_cstr(&j, "choices", k->choices);
        json_kv_cstr(&j, "help", k->help);
        json_object_end(&j);
    }
    json_array_end(&j);
    return cli_json_end(c, &j, err);
}

static int unknown_key(struct cli *c, struct flash_str name, struct flash_error *err)
{
    struct arena scratch = c->scratch;
    struct flash_str near = config_key_nearest(name, &scratch);

    error_set(err, FLASH_EINVALID, "no key '%.*s'", STR_ARG(name));
    if (near.len)
        return error_hint(err, "did you mean '%.*s'?", STR_ARG(near)), FLASH_EINVALID;
    return error_hint(err, "'flash config --keys' lists them"), FLASH_EINVALID;
}

/* Exit code 1 when nothing is set and there is no default, as in git. */
static int get(
    struct cli *c, const struct config_args *a, struct flash_str name, struct flash_error *err)
{
    const struct config_key *key = config_key_find(name);
    const struct config_entry *e;
    struct config *config;
    struct json j;
    int rc = load(c, &config, err);

    if (rc < 0)
        return rc;
    if (!key)
        return unknown_key(c, name, err);
    e = config_find(config, name.ptr);
    if (!e && !key->def)
        return EXIT_DIFFERENT;
    if (a->json) {
        cli_json_begin(c, &j);
        json_kv_str(&j, "key", name);
        json_kv_str(&j, "value", e ? e->value : str_from(key->def));
        json_kv_cstr(&j, "level", config_level_name(e ? e->level : CONFIG_DEFAULT));
        return cli_json_end(c, &j, err);
    }
    if (a->origin)
        out_printf(c->out, "%s:%u\t", e ? e->file : "default", e ? e->line : 0);
    out_printf(c->out, "%.*s\n", STR_ARG(e ? e->value : str_from(key->def)));
    return EXIT_DONE;
}

static int set(
    struct cli *c, const struct config_args *a, const struct words *w, struct flash_error *err)
{
    enum config_level level = a->level ? (enum config_level)a->level : CONFIG_PROJECT;

    if (!c->repo && level != CONFIG_GLOBAL) {
        error_set(err, FLASH_ENOTFOUND, "this is no flash project");
        return error_hint(err, "'flash init' makes one; --global writes the user's file");
    }
    return config_set(c->repo, level, w->items[0].ptr, a->unset ? NULL : w->items[1].ptr, err);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct config_args *a = args;
    size_t want = a->list || a->keys ? 0 : 1;
    size_t most = a->list || a->keys ? 0 : a->get || a->unset ? 1 : 2;

    if (a->list + a->keys + a->get + a->unset > 1)
        return error_set(err, FLASH_EUSAGE, "--list, --keys, --get and --unset exclude each other");
    if (words->len < want || words->len > most)
        return error_set(err, FLASH_EUSAGE,
            want ? "'flash config' takes a key, or a key and a value"
                 : "'flash config --list' takes no words");
    if (a->list)
        return list(c, a, err);
    if (a->keys)
        return keys(c, a->json, err);
    if (a->unset || words->len == 2)
        return set(c, a, words, err);
    return get(c, a, words->items[0], err);
}

const struct cmd cmd_config = {
    .name = "config",
    .help = "read and write the configuration",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct config_args),
    .flags = CMD_REPO_MAYBE,
    .run = run,
};

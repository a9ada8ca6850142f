#include "repo/init.h"

#include "cli/cmd.h"
#include "dialect/dialect.h"
#include "repo/endpoint.h"
#include "repo/workfiles-take.h"

enum { FROM_DB = 1 };

struct init_args {
    const char *dialect, *url, *branch;
    int from;
};

static const char *const synopsis[] = {
    "[--dialect <name>] [--db <url>] [--from db] [--initial-branch <name>] [<dir>]", NULL};

static const struct option rows[] = {
    OPT_TEXT(0, "dialect", struct init_args, dialect, "<name>",
        "the project's dialect (default: by --db, else sqlite)"),
    OPT_TEXT(0, "db", struct init_args, url, "<url>",
        "the development database, or ${NAME} from the environment"),
    OPT_CHOICE(0, "from", struct init_args, from, "db",
        "write the database's schema into the working files"),
    OPT_TEXT('b', "initial-branch", struct init_args, branch, "<name>",
        "name of the first branch (default: main)"),
};

static void tell(struct cli *c, const char *dir, const struct init_result *res)
{
    bool any = res->made_store || res->made_config || res->made_folder || res->made_exclude ||
               res->made_target;

    if (res->made_store)
        msg_note(c->out, "made an empty flash store in %s/.flash", dir);
    if (res->made_config)
        msg_note(c->out, "wrote flash.conf");
    if (res->made_target)
        msg_note(c->out, "target 'dev' stands in flash.conf");
    if (res->made_folder)
        msg_note(c->out, "made %s/ for the schema's files", res->schema_dir);
    if (res->made_exclude)
        msg_note(c->out, "git leaves /.flash/ alone now");
    if (!any)
        msg_note(c->out, "nothing to do: %s has all that a flash project needs", dir);
}

static int options_of(
    struct cli *c, const struct init_args *a, struct init_options *o, struct flash_error *err)
{
    struct endpoint_context context;
    int rc = cli_endpoint_context(c, a->dialect, &context, err);

    *o = (struct init_options){context.dialect, a->url, a->branch};
    return rc;
}

static int take_database(struct cli *c, struct flash_error *err)
{
    struct workfiles_taken taken = {0};
    struct endpoint db = {0};
    int rc = cli_load_db(c, &db, err);

    if (rc == 0)
        rc = workfiles_take(c->repo, db.schema, &c->diags, c->perm, c->scratch, &taken, err);
    if (rc == 0 && taken.files)
        msg_note(c->out, "wrote %zu object%s into %zu file%s", taken.objects,
            taken.objects == 1 ? "" : "s", taken.files, taken.files == 1 ? "" : "s");
    return rc;
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct init_args *a = args;
    const char *dir = words->len ? words->items[0].ptr : ".";
    struct init_options o;
    struct init_result res = {0};
    int rc;

    if (words->len > 1)
        return error_set(err, FLASH_EUSAGE, "'flash init' takes one folder");
    rc = options_of(c, a, &o, err);
    if (rc == 0)
        rc = init_project(c->perm, dir, &o, &c->repo, &res, err);
    if (rc < 0)
        return rc;
    cli_adopt_repo(c);
    tell(c, c->repo->root, &res);
    if (a->from == FROM_DB)
        return take_database(c, err);
    if (res.made_store && a->url)
        msg_hint(c->out, "'flash commit --from db -m <message>' takes over what the database has");
    else if (res.made_store)
        msg_hint(c->out, "put CREATE statements into %s/, then 'flash commit -m <message>'",
            res.schema_dir);
    return EXIT_DONE;
}

const struct cmd cmd_init = {
    .name = "init",
    .help = "make a flash project, or what is missing of one",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct init_args),
    .flags = CMD_WRITES,
    .run = run,
};

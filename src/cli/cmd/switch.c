#include "cli/cmd.h"
#include "cli/switching.h"
#include "objects/refs/refs.h"
#include "repo/repo.h"

static const char *const synopsis[] = {
    "[<options>] <branch>",
    "[<options>] (-c | --force-create) <new> [<start>]",
    "[<options>] --detach [<rev>]",
    NULL,
};

static const struct option rows[] = {
    OPT_TEXT(
        'c', "create", struct switching_args, create, "<new>", "make a branch and switch to it"),
    OPT_TEXT(0, "force-create", struct switching_args, force_create, "<new>",
        "the same, moving a branch that is there already"),
    OPT_FLAG('d', "detach", struct switching_args, detach, "leave the branch for a revision"),
    SWITCHING_OPTIONS,
};

/* Unlike checkout, a revision that is no branch needs --detach. */
static int check_branch(struct cli *c, struct flash_str name, struct flash_error *err)
{
    struct ref_entry ref;
    struct store *s;
    int rc = repo_store(c->repo, &s, err);

    if (rc == 0)
        rc = ref_read(
            s, arena_cprintf(c->perm, "refs/heads/%.*s", STR_ARG(name)), c->perm, &ref, err);
    if (rc != FLASH_ENOTFOUND && rc != FLASH_EINVALID)
        return rc;
    error_set(err, FLASH_ENOTFOUND, "no branch '%.*s'", STR_ARG(name));
    return error_hint(err, "'flash switch -c' makes one; '--detach' goes to a revision"),
           FLASH_ENOTFOUND;
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct switching_args *a = args;
    bool create = a->create || a->force_create;
    struct flash_str rev = words->len ? words->items[0] : a->detach ? STR("HEAD") : STR_NULL;
    int rc = cli_check_words(c, words, create || a->detach ? 0 : 1, 1, "one branch", err);

    if (rc == 0 && a->create && a->force_create)
        rc = error_set(err, FLASH_EUSAGE, "-c and --force-create exclude each other");
    if (rc == 0 && !create && !a->detach && !str_eq(rev, STR("-")))
        rc = check_branch(c, rev, err);
    return rc < 0 ? rc : switching_run(c, a, rev, err);
}

const struct cmd cmd_switch = {
    .name = "switch",
    .help = "switch to another branch",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct switching_args),
    .flags = CMD_REPO | CMD_WRITES,
    .run = run,
};

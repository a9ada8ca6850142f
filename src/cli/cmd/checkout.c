#include "repo/checkout.h"

#include "cli/cmd.h"
#include "cli/switching.h"
#include "repo/repo.h"

static const char *const synopsis[] = {
    "[<options>] (<branch> | <rev>)",
    "[<options>] (-b | -B) <new> [<start>]",
    "[<rev>] -- <object>...",
    NULL,
};

static const struct option rows[] = {
    OPT_TEXT('b', NULL, struct switching_args, create, "<new>", "make a branch and switch to it"),
    OPT_TEXT('B', NULL, struct switching_args, force_create, "<new>",
        "the same, moving a branch that is there already"),
    OPT_FLAG(
        'd', "detach", struct switching_args, detach, "leave the branch, even for a branch's name"),
    SWITCHING_OPTIONS,
};

static int restore_objects(struct cli *c, const struct words *w, struct flash_error *err)
{
    struct objglob objects = {w->items + w->dashes, w->len - w->dashes};
    struct checkout_objects_result r = {0};
    int rc;

    if (w->dashes > 1 || objects.len == 0)
        return error_set(err, FLASH_EUSAGE,
            "'flash checkout --' takes objects, and one revision in front of it");
    rc = checkout_objects(
        c->repo, w->dashes ? w->items[0] : STR_NULL, &objects, c->perm, c->scratch, &r, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < r.len; i++)
        msg_note(c->out, "restored %.*s", STR_ARG(r.titles[i]));
    msg_verbose(c->out, "working files: %zu written", r.files_written);
    return EXIT_DONE;
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct switching_args *a = args;
    bool create = a->create || a->force_create;
    int rc;

    if (words->has_dashes)
        return restore_objects(c, words, err);
    if (a->create && a->force_create)
        return error_set(err, FLASH_EUSAGE, "-b and -B exclude each other");
    rc = cli_check_words(c, words, create ? 0 : 1, 1,
        create ? "a new branch and where it starts" : "one branch or revision", err);
    return rc < 0 ? rc : switching_run(c, a, words->len ? words->items[0] : STR_NULL, err);
}

const struct cmd cmd_checkout = {
    .name = "checkout",
    .help = "switch HEAD, the working files and the development database",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct switching_args),
    .flags = CMD_REPO | CMD_WRITES,
    .run = run,
};

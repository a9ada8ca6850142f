#include "cli/cmd.h"
#include "repo/rename-files.h"
#include "repo/repo.h"

struct mv_args {
    char none;
};

static const char *const synopsis[] = {"<old> <new>", NULL};

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    struct rename_result res;
    int rc = cli_check_words(c, words, 2, 2, "an old and a new name", err);

    (void)args;
    if (rc == 0 && (words->items[0].len == 0 || words->items[1].len == 0))
        rc = error_set(err, FLASH_EUSAGE, "a name must not be empty");
    if (rc == 0)
        rc = repo_lock(c->repo, err);
    if (rc < 0)
        return rc;
    rc = rename_files(
        c->repo, words->items[0], words->items[1], &c->diags, c->perm, c->scratch, &res, err);
    repo_unlock(c->repo);
    if (rc < 0)
        return rc;
    msg_note(c->out, "renamed %.*s to %.*s in %zu file%s", STR_ARG(res.title),
        STR_ARG(words->items[1]), res.files, res.files == 1 ? "" : "s");
    return EXIT_DONE;
}

const struct cmd cmd_mv = {
    .name = "mv",
    .help = "rename an object or a column in the working files",
    .synopsis = synopsis,
    .options = NO_OPTIONS,
    .args_size = sizeof(struct mv_args),
    .flags = CMD_REPO | CMD_WRITES,
    .run = run,
};

#include "objects/maint/gc.h"

#include "base/file.h"
#include "cli/cmd.h"
#include "repo/repo.h"

#define DAY_S     ((int64_t)24 * 60 * 60)
#define DAYS_MOST 36500

struct gc_args {
    bool automatic;
    struct option_int prune_days;
};

static const char *const synopsis[] = {"[--auto] [--prune <days>]", NULL};

static const struct option rows[] = {
    OPT_FLAG(0, "auto", struct gc_args, automatic, "only when there is enough to tidy up"),
    OPT_INT(0, "prune", struct gc_args, prune_days, "<days>", 0,
        "drop what nothing refers to and is older (default: 14; 0: all of it)"),
};

/* Temporary files that a killed command left beside what it wrote. */
static size_t sweep_temps(struct cli *c)
{
    const char *schema = NULL;
    size_t n = file_sweep_temps(c->repo->dir_fd, ".", true) +
               file_sweep_temps(c->repo->root_fd, ".", false);

    if (repo_schema_dir(c->repo, &schema, NULL) == 0)
        n += file_sweep_temps(c->repo->root_fd, schema, true);
    return n;
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct gc_args *a = args;
    struct gc_options o = {
        .prune_age_s = 14 * DAY_S, .only_if_needed = a->automatic, .progress = &c->progress};
    struct gc_result res = {0};
    struct store *s;
    int rc = cli_check_words(c, words, 0, 0, "no words", err);

    if (rc < 0)
        return rc;
    if (a->prune_days.given)
        o.prune_age_s = (a->prune_days.value < DAYS_MOST ? a->prune_days.value : DAYS_MOST) * DAY_S;
    rc = repo_store(c->repo, &s, err);
    if (rc == 0)
        rc = repo_lock(c->repo, err);
    if (rc < 0)
        return rc;
    rc = gc_run(s, &o, c->scratch, &res, err);
    if (rc == 0)
        res.temp_removed += sweep_temps(c);
    repo_unlock(c->repo);
    if (rc < 0)
        return rc;
    if (res.ran)
        msg_note(c->out,
            "packed %zu objects, pruned %zu, removed %zu packs and %zu temporary files", res.packed,
            res.pruned, res.packs_removed, res.temp_removed);
    else
        msg_verbose(c->out, "nothing to tidy up");
    return EXIT_DONE;
}

const struct cmd cmd_gc = {
    .name = "gc",
    .help = "tidy up the store",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct gc_args),
    .flags = CMD_REPO | CMD_WRITES,
    .run = run,
};

/* flash: reads the command line, runs one command, and says how it went. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/trace.h"
#include "cli/commands.h"
#include "cli/globals.h"
#include "cli/progress-term.h"
#include "cli/usage.h"
#include "repo/config.h"
#include "repo/repo.h"

#ifdef __SANITIZE_ADDRESS__
/* libgit2 1.5 never frees what a search by ':/text' takes from pcre2. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libpcre2-8.so\n";
}

const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif

static void out_of_memory(size_t wanted)
{
    static const char text[] = "error: out of memory\n";
    ssize_t n = write(STDERR_FILENO, text, sizeof(text) - 1);

    (void)wanted;
    _exit(n < 0 ? EXIT_FAILURE_ : EXIT_FAILURE_);
}

/* A descriptor that is closed would be the next file that is opened. Each is opened the wrong way
 * round, so that its use fails as that of a closed one does. */
static void fill_standard_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_WRONLY);
}

static int enter_folders(const struct option_list *dirs, struct flash_error *err)
{
    for (size_t i = 0; i < dirs->len; i++)
        if (chdir(dirs->items[i].ptr) < 0)
            return error_sys(err, errno, "cannot enter '%.*s'", STR_ARG(dirs->items[i]));
    return 0;
}

static void apply_globals(struct cli *c, const struct global_args *g)
{
    c->target = g->target;
    c->out->quiet = g->quiet;
    c->out->verbose = g->verbose;
    if (g->color)
        output_color(c->out, (enum color_when)(g->color - 1));
}

static void trace_arguments(struct cli *c, int argc, char *const argv[])
{
    struct arena scratch = c->scratch;

    for (int i = 0; trace_level && i < argc; i++)
        trace_write("cli", "argv[%d] %s", i, url_redact(&scratch, str_from(argv[i])).ptr);
}

static int unknown_command(struct flash_str name, struct flash_error *err)
{
    struct suggestion near = command_nearest(name);

    error_set(err, FLASH_EUSAGE, "'%.*s' is no flash command", STR_ARG(name));
    if (near.name)
        return error_hint(err, "did you mean 'flash %s'?", near.name), FLASH_EUSAGE;
    return error_hint(err, "'flash help' lists all commands"), FLASH_EUSAGE;
}

/* Needs the configuration, so only where there is a terminal to serve. */
static void prepare_pager(struct cli *c, const struct global_args *g)
{
    struct config *config;

    if (!(c->cmd->flags & CMD_PAGER) || g->no_pager || !c->out->terminal)
        return;
    c->out->want_pager = true;
    if (c->repo && repo_config(c->repo, &config, NULL) == 0) {
        struct flash_str pager = config_text(config, "core.pager");

        if (pager.len)
            c->out->pager = arena_cstr(c->perm, pager);
    }
}

static int open_project(struct cli *c, struct flash_error *err)
{
    int rc;

    if (!(c->cmd->flags & (CMD_REPO | CMD_REPO_MAYBE)))
        return 0;
    rc = cli_open_repo(c, err);
    if (rc == 0 && c->cmd->flags & CMD_WRITES)
        return cli_recover(c, err);
    if (rc == FLASH_ENOTFOUND && c->cmd->flags & CMD_REPO_MAYBE) {
        c->repo = NULL;
        return 0;
    }
    return rc;
}

/* args[0] is the command's name. */
static int run_command(
    struct cli *c, struct global_args *g, int argc, char *const argv[], struct flash_error *err)
{
    void *args = arena_alloc(c->perm, c->cmd->args_size + 1, _Alignof(max_align_t));
    struct option_scope scopes[] = {{&c->cmd->options, args}, {&global_options, g}};
    struct words words;
    int rc = options_parse(scopes, 2, 0, argc - 1, argv + 1, c->perm, &words, NULL, err);

    if (rc < 0)
        return rc;
    apply_globals(c, g);
    if (g->usage || g->help) {
        if (g->help)
            return usage_man(c, c->cmd);
        usage_command(c, c->cmd);
        return EXIT_DONE;
    }
    rc = enter_folders(&g->dirs, err);
    if (rc == 0)
        rc = open_project(c, err);
    if (rc < 0)
        return rc;
    c->out->die_on_epipe = !(c->cmd->flags & CMD_WRITES);
    prepare_pager(c, g);
    c->progress = progress_term(c->out, c->perm);
    return c->cmd->run(c, args, &words, err);
}

static int run_words(
    struct cli *c, struct global_args *g, int argc, char *const argv[], struct flash_error *err)
{
    if (g->version)
        c->cmd = command_find(STR("version"));
    else if (g->help && argc == 0)
        return usage_man(c, NULL);
    else if (argc > 0)
        c->cmd = command_find(str_from(argv[0]));
    else {
        usage_overview(c);
        return g->usage ? EXIT_DONE : EXIT_USAGE;
    }
    if (!c->cmd)
        return unknown_command(str_from(argv[0]), err);
    return run_command(c, g, g->version ? 1 : argc, argv, err);
}

/* Says what went wrong. Errors in files were collected; the first of them is also in err. */
static int report(struct cli *c, int rc, struct flash_error *err)
{
    msg_diags(c->out, &c->diags);
    if (rc >= 0)
        return rc;
    if (rc != FLASH_ESYNTAX || c->diags.errors == 0)
        msg_error(c->out, err);
    if (rc == FLASH_EUSAGE && !err->hint[0])
        msg_hint(c->out,
            c->cmd ? "'flash %s -h' shows how it is used" : "'flash help%s' shows how it is used",
            c->cmd ? c->cmd->name : "");
    return cli_exit_code(rc);
}

int main(int argc, char *argv[])
{
    struct arena perm;
    struct output out;
    struct flash_error err = {0};
    struct global_args globals = {0};
    struct option_scope scope = {&global_options, &globals};
    struct cli c = {.perm = &perm, .out = &out};
    struct words words;
    int used = 0;
    int rc;

    arena_oom = out_of_memory;
    fill_standard_descriptors();
    signal(SIGPIPE, SIG_IGN);
    arena_init(&perm, ARENA_DEFAULT);
    arena_init(&c.scratch, ARENA_DEFAULT);
    trace_init();
    output_init(&out, &perm);
    diags_init(&c.diags, &perm);
    trace_arguments(&c, argc, argv);
    rc = argc > 0 ? options_parse(&scope, 1, OPTION_PARSE_STOP, argc - 1, argv + 1, &perm, &words,
                        &used, &err)
                  : 0;
    if (rc == 0) {
        apply_globals(&c, &globals);
        rc = run_words(&c, &globals, argc - 1 - used, argv + 1 + used, &err);
    }
    rc = report(&c, rc, &err);
    repo_close(c.repo);
    if (output_close(&out, &err) < 0) {
        msg_error(&out, &err);
        rc = EXIT_FAILURE_;
    }
    trace_done();
    return rc;
}

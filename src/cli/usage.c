#include "cli/usage.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "base/strbuf.h"
#include "cli/commands.h"
#include "cli/globals.h"

#define COLUMN_MAX 30 /* longer options get a line of their own */

static void print_options(struct cli *c, const struct option_table *t)
{
    struct arena scratch = c->scratch;
    bool any = false;

    for (size_t i = 0; i < t->len; i++) {
        const struct option *o = &t->items[i];
        struct strbuf left;

        if (o->flags & OPTION_HIDDEN)
            continue;
        out_puts(c->out, any ? "" : "\n");
        any = true;
        strbuf_init(&left, &scratch, 256);
        strbuf_adds(&left, o->short_name ? "  " : "      ");
        option_format(o, &left);
        if (left.len >= COLUMN_MAX)
            out_printf(c->out, "%s\n%*s%s\n", left.ptr, COLUMN_MAX, "", o->help);
        else
            out_printf(c->out, "%-*s%s\n", COLUMN_MAX, left.ptr, o->help);
    }
}

static void print_synopsis(struct cli *c, const struct cmd *cmd)
{
    const char *label = "usage:";

    for (const char *const *line = cmd->synopsis; *line; line++) {
        out_printf(c->out, "%s flash %s%s%s\n", label, cmd->name, **line ? " " : "", *line);
        label = "   or:";
    }
}

void usage_command(struct cli *c, const struct cmd *cmd)
{
    print_synopsis(c, cmd);
    out_printf(c->out, "\n%s\n", cmd->help);
    print_options(c, &cmd->options);
    out_printf(c->out, "\nOptions of every command: flash -h. The whole page: flash %s --help\n",
        cmd->name);
}

void usage_overview(struct cli *c)
{
    const char *shown = NULL;
    const char *group = NULL;
    const struct cmd *cmd;

    out_puts(c->out,
        "usage: flash [-C <dir>] [--target <name>] [-q] [-v] [--no-pager] <command> [<args>]\n");
    for (unsigned i = 0; (cmd = command_at(i, &group)) != NULL; i++) {
        if (cmd->flags & CMD_HIDDEN)
            continue;
        if (group != shown)
            out_printf(c->out, "\n%s:\n", group);
        shown = group;
        out_printf(c->out, "  %-13s %s\n", cmd->name, cmd->help);
    }
    out_puts(c->out, "\nevery command:");
    print_options(c, &global_options);
    out_puts(c->out,
        "\n'flash <command> -h' prints a command's options, 'flash help <command>' its page.\n");
}

static void dump_options(struct cli *c, const char *name, const struct option_table *t)
{
    for (size_t i = 0; i < t->len; i++) {
        const struct option *o = &t->items[i];
        char letter[3] = {'-', o->short_name, '\0'};

        if (o->flags & OPTION_HIDDEN)
            continue;
        out_printf(c->out, "option\t%s\t%s\t%s%s\t%s\t%s\t%s\n", name, o->short_name ? letter : "",
            o->name ? "--" : "", o->name ? o->name : "", o->arg ? o->arg : "",
            o->choices ? o->choices : "", o->help);
    }
}

void usage_dump(struct cli *c)
{
    const struct cmd *cmd;

    dump_options(c, "", &global_options);
    for (unsigned i = 0; (cmd = command_at(i, NULL)) != NULL; i++) {
        out_printf(c->out, "command\t%s\t%s\n", cmd->name, cmd->help);
        for (const char *const *line = cmd->synopsis; *line; line++)
            out_printf(c->out, "synopsis\t%s\t%s\n", cmd->name, *line);
        dump_options(c, cmd->name, &cmd->options);
    }
}

int usage_man(struct cli *c, const struct cmd *cmd)
{
    struct arena scratch = c->scratch;
    char *page = arena_cprintf(&scratch, cmd ? "flash-%s" : "flash%s", cmd ? cmd->name : "");
    int status = 1;
    pid_t pid;

    out_flush(c->out);
    pid = fork();
    if (pid == 0) {
        /* What man says of a missing page would only confuse: the short help follows. */
        if (!freopen("/dev/null", "w", stderr))
            _exit(127);
        execlp("man", "man", page, (char *)NULL);
        _exit(127);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return EXIT_DONE;
    msg_note(c->out, "the man page %s(1) cannot be shown; this is the short help", page);
    if (cmd)
        usage_command(c, cmd);
    else
        usage_overview(c);
    return EXIT_DONE;
}

#include "cli/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/proc.h"
#include "cli/output.h"

static const char *choose(const struct output *o)
{
    const char *p = proc_getenv("FLASH_PAGER");

    if (!p)
        p = o->pager;
    if (!p)
        p = proc_getenv("PAGER");
    return p ? p : "less";
}

static void run_pager(const char *command, int in)
{
    if (dup2(in, STDIN_FILENO) < 0)
        _exit(127);
    signal(SIGPIPE, SIG_DFL);
    setenv("LESS", "FRX", 0);
    setenv("LV", "-c", 0);
    /* By the shell, as git does it: the variable may hold options. */
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/* True when the command's program is there; else output would go nowhere. */
static bool is_installed(const char *command)
{
    const char *argv[] = {"sh", "-c", "command -v \"${1%% *}\"", "sh", command, NULL};
    struct arena a;
    struct flash_str out;
    int status = 1;
    int rc;

    arena_init(&a, ARENA_SMALL);
    rc = proc_capture(argv, NULL, (struct flash_str){0}, 8192, &a, &out, &status, NULL);
    arena_release(&a);
    return rc == 0 && status == 0;
}

void pager_start(struct output *o)
{
    const char *command = choose(o);
    int fds[2];
    pid_t pid;

    if (strcmp(command, "cat") == 0 || !is_installed(command) || pipe(fds) < 0)
        return;
    fcntl(fds[1], F_SETFD, FD_CLOEXEC);
    pid = fork();
    if (pid == 0)
        run_pager(command, fds[0]);
    close(fds[0]);
    if (pid > 0 && dup2(fds[1], STDOUT_FILENO) >= 0) {
        o->pager_pid = pid;
        /* Ctrl-C is the pager's; what it does not read any more comes as EPIPE. */
        signal(SIGINT, SIG_IGN);
    }
    close(fds[1]);
}

void pager_wait(struct output *o)
{
    if (!o->pager_pid)
        return;
    close(STDOUT_FILENO);
    while (waitpid((pid_t)o->pager_pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    o->pager_pid = 0;
    signal(SIGINT, SIG_DFL);
}

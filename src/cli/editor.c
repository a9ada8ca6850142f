#include "cli/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "cli/cli.h"
#include "repo/repo.h"

#define NAME "COMMIT_EDITMSG"

static const char *choose(void)
{
    static const char *const names[] = {"FLASH_EDITOR", "VISUAL", "EDITOR"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (proc_getenv(names[i]))
            return proc_getenv(names[i]);
    return "vi";
}

/* By the shell, since the variable may hold options; the path is a word of its own. */
static int run(const char *editor, const char *path, struct flash_error *err)
{
    struct arena a;
    int status = 0;
    pid_t pid;

    arena_init(&a, ARENA_SMALL);
    pid = fork();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", arena_cprintf(&a, "%s \"$@\"", editor), "sh", path,
            (char *)NULL);
        _exit(127);
    }
    arena_release(&a);
    if (pid < 0)
        return error_sys(err, errno, "cannot start '%s'", editor);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    return error_set(err, FLASH_ECANCELLED, "the editor '%s' failed; nothing was done", editor);
}

static struct flash_str without_help(struct arena *a, struct flash_str text)
{
    struct strbuf b;
    struct flash_str line;

    strbuf_init(&b, a, LIMIT_CONFIG);
    while (text.len && str_split(&text, '\n', &line)) {
        if (str_starts(line, STR("#")))
            continue;
        strbuf_add(&b, line);
        strbuf_addc(&b, '\n');
    }
    return str_trim(strbuf_str(&b));
}

static struct flash_str template(struct arena *a, const char *help)
{
    struct flash_str rest = str_from(help);
    struct flash_str line;
    struct strbuf b;

    strbuf_init(&b, a, LIMIT_CONFIG);
    strbuf_addc(&b, '\n');
    while (rest.len && str_split(&rest, '\n', &line))
        strbuf_addf(&b, line.len ? "# %.*s\n" : "#%.*s\n", STR_ARG(line));
    return strbuf_str(&b);
}

int editor_message(struct cli *c, const char *help, struct flash_str *out, struct flash_error *err)
{
    char *path = repo_path(c->repo, c->perm, NAME);
    struct flash_str text;
    int rc;

    if (!proc_is_tty(STDIN_FILENO) || !c->out->terminal) {
        error_set(err, FLASH_EUSAGE, "a commit needs a message");
        return error_hint(err, "flash commit -m <message>"), FLASH_EUSAGE;
    }
    rc = file_write(AT_FDCWD, path, template(c->perm, help), 0, err);
    if (rc == 0)
        rc = run(choose(), path, err);
    if (rc == 0)
        rc = file_read(AT_FDCWD, path, LIMIT_CONFIG, FILE_NOFOLLOW, c->perm, &text, err);
    if (rc < 0)
        return rc;
    *out = without_help(c->perm, text);
    if (out->len == 0)
        return error_set(err, FLASH_ECANCELLED, "the message is empty; nothing was done");
    return file_remove(AT_FDCWD, path, err);
}

#include "cli/prompt.h"

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/proc.h"
#include "base/str.h"
#include "cli/cli.h"

static bool can_ask(const struct cli *c)
{
    return proc_is_tty(STDIN_FILENO) && c->out->err_terminal;
}

/* The first letter of the answer, 0 at the end of input. */
static char ask(struct cli *c, const char *question)
{
    struct arena scratch = c->scratch;
    char first = 0;
    char ch = 0;
    ssize_t n;

    msg_raw(c->out, arena_printf(&scratch, "%s [y/N] ", question));
    do {
        n = read(STDIN_FILENO, &ch, 1);
        if (n == 1 && !first && !ascii_space(ch))
            first = ascii_lower(ch);
    } while ((n == 1 && ch != '\n') || (n < 0 && errno == EINTR));
    return first;
}

int prompt_yes(struct cli *c, const char *question, const char *option, struct flash_error *err)
{
    if (!can_ask(c)) {
        error_set(err, FLASH_EREFUSED, "there is no terminal to ask on: %s", question);
        error_hint(err, "answer with '%s'", option);
        return FLASH_EREFUSED;
    }
    out_flush(c->out);
    if (ask(c, question) == 'y')
        return 0;
    return error_set(err, FLASH_ECANCELLED, "nothing was done");
}

int prompt_choice(struct cli *c, const char *question)
{
    out_flush(c->out);
    return can_ask(c) && ask(c, question) == 'y';
}

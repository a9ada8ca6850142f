#include "cli/output.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/proc.h"
#include "base/source.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "cli/pager.h"

#define MESSAGE_MAX ((size_t)4 << 20)

static const char *const escapes[] = {
    [COLOR_NONE] = "\033[m",
    [COLOR_ADD] = "\033[32m",
    [COLOR_DROP] = "\033[31m",
    [COLOR_MODIFY] = "\033[33m",
    [COLOR_HEADER] = "\033[1m",
    [COLOR_COMMIT] = "\033[33m",
    [COLOR_REF] = "\033[36m",
    [COLOR_ERROR] = "\033[1;31m",
    [COLOR_WARNING] = "\033[1;33m",
    [COLOR_HINT] = "\033[36m",
    [COLOR_DIM] = "\033[2m",
};

void output_init(struct output *o, struct arena *a)
{
    memset(o, 0, sizeof(*o));
    o->arena = a;
    o->buf = arena_alloc(a, OUT_BUFFER, 1);
    o->terminal = proc_is_tty(STDOUT_FILENO);
    o->err_terminal = proc_is_tty(STDERR_FILENO);
    output_color(o, COLOR_AUTO);
}

static bool is_dumb_terminal(void)
{
    const char *term = proc_getenv_raw("TERM");

    return !term || strcmp(term, "dumb") == 0;
}

void output_color(struct output *o, enum color_when when)
{
    bool allowed = !proc_getenv_raw("NO_COLOR") && !is_dumb_terminal();

    o->color = when == COLOR_ALWAYS || (when == COLOR_AUTO && allowed && o->terminal);
    o->err_color = when == COLOR_ALWAYS || (when == COLOR_AUTO && allowed && o->err_terminal);
}

bool output_broken(const struct output *o)
{
    return o->broken;
}

/* Ends as a program does that never looked at its writes. */
static void die_of_pipe(void)
{
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
}

void out_flush(struct output *o)
{
    struct flash_error err = {0};
    size_t n = o->len;

    o->len = 0;
    if (n == 0 || o->broken || o->failed)
        return;
    if (file_write_all(STDOUT_FILENO, o->buf, n, "standard output", &err) == 0)
        return;
    o->broken = err.sys_errno == EPIPE;
    if (!o->broken)
        o->failed = err.sys_errno ? err.sys_errno : EIO;
    else if (o->die_on_epipe && !o->pager_pid)
        die_of_pipe();
}

int output_close(struct output *o, struct flash_error *err)
{
    out_flush(o);
    pager_wait(o);
    /* Some file systems tell of a full disk only here. */
    if (!o->failed && !o->broken && close(STDOUT_FILENO) < 0 && errno != EBADF && errno != EINTR)
        o->failed = errno;
    if (o->failed)
        return error_sys(err, o->failed, "cannot write to standard output");
    return 0;
}

static void start_output(struct output *o)
{
    if (!o->want_pager)
        return;
    o->want_pager = false;
    pager_start(o);
}

/* Bytes that are ours, not a stranger's. */
static void add_raw(struct output *o, struct flash_str s)
{
    while (s.len) {
        size_t room = OUT_BUFFER - o->len;
        size_t n = s.len < room ? s.len : room;

        memcpy(o->buf + o->len, s.ptr, n);
        o->len += n;
        s = str_skip(s, n);
        if (o->len == OUT_BUFFER)
            out_flush(o);
    }
}

static bool is_control(char c)
{
    return ((unsigned char)c < ' ' && c != '\n' && c != '\t') || c == 0x7F;
}

/* How many bytes of s may be shown on a terminal as they are. C1 controls are two bytes in UTF-8.
 */
static size_t plain_length(struct flash_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_control(s.ptr[i]) || ((unsigned char)s.ptr[i] == 0xC2 && i + 1 < s.len &&
                                        (unsigned char)s.ptr[i + 1] < 0xA0))
            return i;
    return s.len;
}

void out_str(struct output *o, struct flash_str s)
{
    if (s.len == 0)
        return;
    start_output(o);
    if (!o->terminal) {
        add_raw(o, s);
        return;
    }
    while (s.len) {
        size_t n = plain_length(s);

        add_raw(o, str_sub(s, 0, n));
        if (n < s.len) {
            add_raw(o, STR("?"));
            n += (unsigned char)s.ptr[n] == 0xC2 ? 2 : 1;
        }
        s = str_skip(s, n);
    }
}

void out_puts(struct output *o, const char *s)
{
    out_str(o, str_from(s));
}

void out_printf(struct output *o, const char *fmt, ...)
{
    struct arena scratch = *o->arena;
    va_list ap;

    va_start(ap, fmt);
    out_str(o, arena_vprintf(&scratch, fmt, ap));
    va_end(ap);
}

void out_color(struct output *o, enum color c)
{
    if (!o->color)
        return;
    start_output(o);
    add_raw(o, str_from(escapes[c]));
}

/* A message under construction: one write for all of it. */
struct message {
    struct output *output;
    struct arena scratch;
    struct strbuf text;
};

static void message_start(struct message *m, struct output *o)
{
    m->output = o;
    m->scratch = *o->arena;
    strbuf_init(&m->text, &m->scratch, MESSAGE_MAX);
}

static void message_color(struct message *m, enum color c)
{
    if (m->output->err_color)
        strbuf_adds(&m->text, escapes[c]);
}

static void message_add(struct message *m, struct flash_str s)
{
    while (m->output->err_terminal && s.len) {
        size_t n = plain_length(s);

        strbuf_add(&m->text, str_sub(s, 0, n));
        if (n == s.len)
            return;
        strbuf_addc(&m->text, '?');
        s = str_skip(s, n + ((unsigned char)s.ptr[n] == 0xC2 ? 2 : 1));
    }
    strbuf_add(&m->text, s);
}

static void message_adds(struct message *m, const char *s)
{
    message_add(m, str_from(s));
}

static void message_colored(struct message *m, enum color c, const char *s)
{
    message_color(m, c);
    message_adds(m, s);
    message_color(m, COLOR_NONE);
}

/* What was said on standard output stands in front of what is said here. */
static void message_end(struct message *m)
{
    out_flush(m->output);
    msg_raw(m->output, strbuf_str(&m->text));
}

void msg_raw(struct output *o, struct flash_str s)
{
    if (o->progress_shown)
        file_write_all(STDERR_FILENO, "\r\033[K", 4, "standard error", NULL);
    o->progress_shown = false;
    file_write_all(STDERR_FILENO, s.ptr, s.len, "standard error", NULL);
}

static void message_line(struct output *o, enum color c, const char *label, const char *fmt,
    va_list ap) PRINTF_LIKE(4, 0);

static void message_line(
    struct output *o, enum color c, const char *label, const char *fmt, va_list ap)
{
    struct message m;

    message_start(&m, o);
    if (label)
        message_colored(&m, c, label);
    message_add(&m, arena_vprintf(&m.scratch, fmt, ap));
    message_adds(&m, "\n");
    message_end(&m);
}

void msg_note(struct output *o, const char *fmt, ...)
{
    va_list ap;

    if (o->quiet)
        return;
    va_start(ap, fmt);
    message_line(o, COLOR_NONE, NULL, fmt, ap);
    va_end(ap);
}

void msg_verbose(struct output *o, const char *fmt, ...)
{
    va_list ap;

    if (!o->verbose)
        return;
    va_start(ap, fmt);
    message_line(o, COLOR_NONE, NULL, fmt, ap);
    va_end(ap);
}

void msg_warning(struct output *o, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    message_line(o, COLOR_WARNING, "warning: ", fmt, ap);
    va_end(ap);
}

void msg_hint(struct output *o, const char *fmt, ...)
{
    va_list ap;

    if (o->quiet)
        return;
    va_start(ap, fmt);
    message_line(o, COLOR_HINT, "hint: ", fmt, ap);
    va_end(ap);
}

static void add_place(struct message *m, const struct flash_error *err)
{
    if (!err->file[0])
        return;
    message_adds(m, err->file);
    if (err->line)
        message_add(m, arena_printf(&m->scratch, ":%u", err->line));
    if (err->line && err->column)
        message_add(m, arena_printf(&m->scratch, ":%u", err->column));
    message_adds(m, ": ");
}

void msg_error(struct output *o, const struct flash_error *err)
{
    struct message m;

    message_start(&m, o);
    add_place(&m, err);
    message_colored(&m, COLOR_ERROR, "error: ");
    message_adds(&m, err->message[0] ? err->message : "no reason was given");
    if (err->sqlstate[0])
        message_add(&m, arena_printf(&m.scratch, " (%s)", err->sqlstate));
    message_adds(&m, "\n");
    if (err->object[0] && !strstr(err->message, err->object))
        message_add(&m, arena_printf(&m.scratch, "in %s\n", err->object));
    if (err->detail[0])
        message_add(&m, arena_printf(&m.scratch, "%s\n", err->detail));
    if (err->hint[0]) {
        message_colored(&m, COLOR_HINT, "hint: ");
        message_add(&m, arena_printf(&m.scratch, "%s\n", err->hint));
    }
    message_end(&m);
}

void msg_diag(struct output *o, const struct diag *d)
{
    struct message m;
    struct strbuf text;

    if (o->quiet && d->level == DIAG_NOTE)
        return;
    message_start(&m, o);
    strbuf_init(&text, &m.scratch, MESSAGE_MAX);
    diag_format(d, &text);
    message_add(&m, strbuf_str(&text));
    message_end(&m);
}

/* By place, as a person works through a file; those without one first, in the order they came. */
static int by_place(const void *a, const void *b)
{
    const struct diag *x = *(const struct diag *const *)a;
    const struct diag *y = *(const struct diag *const *)b;
    int r =
        str_cmp(x->loc.src ? x->loc.src->path : STR_NULL, y->loc.src ? y->loc.src->path : STR_NULL);

    if (r == 0)
        r = (x->loc.off > y->loc.off) - (x->loc.off < y->loc.off);
    return r ? r : (x > y) - (x < y);
}

void msg_diags(struct output *o, const struct diags *d)
{
    /* Not in a scratch: each message uses the same. */
    const struct diag **sorted = arena_array(o->arena, const struct diag *, d->list.len + 1);
    unsigned errors = 0;

    for (size_t i = 0; i < d->list.len; i++) {
        errors += d->list.items[i].level == DIAG_ERROR;
        sorted[i] = &d->list.items[i];
    }
    if (d->list.len)
        qsort(sorted, d->list.len, sizeof(const struct diag *), by_place);
    for (size_t i = 0; i < d->list.len; i++)
        msg_diag(o, sorted[i]);
    if (d->errors > errors)
        msg_note(o, "and %u more errors", d->errors - errors);
}

#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

/*
 * The only place that writes to standard output and standard error. Primary output goes to the
 * first, everything that talks to a person to the second. Control characters in what is shown on a
 * terminal become '?', since names, messages and SQL may come from strangers; colours are asked for
 * by out_color only.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct diag;
struct diags;
struct flash_error;

enum color {
    COLOR_NONE,
    COLOR_ADD,     /* green */
    COLOR_DROP,    /* red */
    COLOR_MODIFY,  /* yellow */
    COLOR_HEADER,  /* bold */
    COLOR_COMMIT,  /* yellow */
    COLOR_REF,     /* cyan */
    COLOR_ERROR,   /* bold red */
    COLOR_WARNING, /* bold yellow */
    COLOR_HINT,    /* cyan */
    COLOR_DIM
};

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

#define OUT_BUFFER ((size_t)64 << 10)

struct output {
    struct arena *arena; /* for messages in the making; used as scratch */
    char *buf;
    size_t len;
    bool quiet;        /* -q */
    unsigned verbose;  /* -v */
    bool die_on_epipe; /* a reader that goes away ends the program at once, as if by SIGPIPE */
    bool broken;       /* nobody reads any more: output is dropped */
    int failed;        /* errno of a write that failed, 0 */
    bool terminal, err_terminal;
    bool color, err_color;
    bool want_pager;     /* start it before the first byte */
    const char *pager;   /* command; NULL = by environment */
    int64_t pager_pid;   /* 0 = none */
    bool progress_shown; /* a progress line stands on the terminal */
};

void output_init(struct output *o, struct arena *a);
void output_color(struct output *o, enum color_when when);
/* Flushes and waits for the pager. FLASH_EIO when output was lost. */
int output_close(struct output *o, struct flash_error *err);
/* True when nobody reads: long listings may stop. */
bool output_broken(const struct output *o);

/* Standard output. */
void out_str(struct output *o, struct flash_str s);
void out_puts(struct output *o, const char *s);
void out_printf(struct output *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
void out_color(struct output *o, enum color c);
void out_flush(struct output *o);

/* Standard error, one line each. msg_note is silent with -q, msg_verbose without -v. */
void msg_note(struct output *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
void msg_verbose(struct output *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
void msg_warning(struct output *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
void msg_hint(struct output *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* "error: message", place, object, detail, hint. */
void msg_error(struct output *o, const struct flash_error *err);
void msg_diag(struct output *o, const struct diag *d);
/* All of them, and how many more there were. */
void msg_diags(struct output *o, const struct diags *d);
/* For prompts and progress: as it is, without a line end. */
void msg_raw(struct output *o, struct flash_str s);

#endif

#include "cli/progress-term.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "cli/output.h"

#define DELAY_US    500000
#define INTERVAL_US 100000

struct line {
    struct output *output;
    char what[64];
    uint64_t since_us, shown_us;
};

static struct flash_str line_text(
    struct arena *scratch, const char *what, uint64_t done, uint64_t total)
{
    if (total == 0)
        return arena_printf(scratch, "%s: %" PRIu64, what, done);
    return arena_printf(scratch, "%s: %3" PRIu64 "%% (%" PRIu64 "/%" PRIu64 ")", what,
        done < total ? done * 100 / total : 100, done, total);
}

static void update(void *payload, const char *what, uint64_t done, uint64_t total)
{
    struct line *l = payload;
    struct arena scratch = *l->output->arena;
    uint64_t now = clock_mono_us();

    if (strncmp(l->what, what, sizeof(l->what) - 1) != 0) {
        strncpy(l->what, what, sizeof(l->what) - 1);
        l->since_us = now;
        l->shown_us = 0;
    }
    if (now - l->since_us < DELAY_US || now - l->shown_us < INTERVAL_US)
        return;
    l->shown_us = now;
    msg_raw(l->output, STR("\r\033[K"));
    msg_raw(l->output, line_text(&scratch, what, done, total));
    l->output->progress_shown = true;
}

struct progress progress_term(struct output *o, struct arena *a)
{
    struct line *l;

    if (o->quiet || !o->err_terminal)
        return (struct progress){0};
    l = arena_new(a, struct line);
    l->output = o;
    return (struct progress){update, l};
}
